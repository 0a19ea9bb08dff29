package shop;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** Spring's filter under each policy: what host is asked for says which. */
class Shop extends HttpServlet implements Filter {
    private final Map<String, Filter> filters = new HashMap<>();
    private final Map<String, String> said = new HashMap<>();

    Shop() throws Exception {
        var lines = Pattern.compile("\"([^\"]+)\":\"([^\"]*)\"").matcher(Files.readString(Path.of("said.json")));
        while (lines.find()) said.put(lines.group(1), lines.group(2));
        for (String name : new File(".").list((folder, name) -> name.matches("p[0-9]+"))) {
            Constructor<?> made = Class.forName(name + ".CrosscheckCorsFilter").getDeclaredConstructor();
            made.setAccessible(true);
            filters.put(name, (Filter) made.newInstance());
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        filters.get(request.getServerName().split("[.]")[0]).doFilter(request, response, chain);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getRequestURI().contains("breaks")) throw new IllegalStateException("it breaks");
        said.forEach(response::addHeader);
        response.getWriter().write("ok");
    }

    public static void main(String[] arguments) throws Exception {
        Connector connector = new Connector();
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(Integer.parseInt(System.getenv("PORT")));
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(".");
        tomcat.setConnector(connector);
        Context root = tomcat.addContext("", null);
        Shop shop = new Shop();
        FilterDef filter = new FilterDef();
        filter.setFilterName("cors");
        filter.setFilter(shop);
        root.addFilterDef(filter);
        FilterMap everywhere = new FilterMap();
        everywhere.setFilterName("cors");
        everywhere.addURLPattern("/*");
        root.addFilterMap(everywhere);
        Tomcat.addServlet(root, "everything", shop);
        root.addServletMappingDecoded("/", "everything");
        tomcat.start();
    }
}
