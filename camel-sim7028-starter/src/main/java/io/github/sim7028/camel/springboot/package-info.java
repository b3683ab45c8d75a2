/**
 * The components in Spring Boot: properties below {@code camel.component.sim7028} and {@code camel.component.sim7028-fleet}, bound, checked and handed
 * to the components.
 */
package io.github.sim7028.camel.springboot;
