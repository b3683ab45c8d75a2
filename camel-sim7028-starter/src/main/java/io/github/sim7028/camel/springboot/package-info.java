/** The component in Spring Boot: properties below {@code camel.component.sim7028}, bound, checked and handed to the component. */
package io.github.sim7028.camel.springboot;
