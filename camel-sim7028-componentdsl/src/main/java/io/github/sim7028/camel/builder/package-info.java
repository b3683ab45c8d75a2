/** Builds the component in Java. The builder is generated from the catalog of the component at each build. */
package io.github.sim7028.camel.builder;
