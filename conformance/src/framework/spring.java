package shop;

import javax.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.ContextLoaderListener;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@ComponentScan
@RestController
class Shop {
    @RequestMapping(value = "/orders", method = {RequestMethod.GET, RequestMethod.DELETE})
    String orders(HttpServletResponse response) {
        response.setHeader("X-Total", "5");
        return "ok";
    }

    @RequestMapping("/fails")
    String fails() {
        throw new IllegalStateException("it fails");
    }

    public static void main(String[] arguments) throws Exception {
        Connector connector = new Connector();
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(Integer.parseInt(System.getenv("PORT")));
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(".");
        tomcat.setConnector(connector);
        Context root = tomcat.addContext("", null);
        var spring = new AnnotationConfigWebApplicationContext();
        spring.register(
            Shop.class, RequestMappingHandlerMapping.class, RequestMappingHandlerAdapter.class);
        root.addServletContainerInitializer((classes, servletContext) -> {
            servletContext.addListener(new ContextLoaderListener(spring));
            servletContext.addServlet("orders", new DispatcherServlet(spring)).addMapping("/");
            //PATCH
        }, null);
        tomcat.start();
    }
}
