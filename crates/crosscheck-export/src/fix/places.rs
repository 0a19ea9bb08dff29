//! Where the parts of patches go, in both languages.

use crosscheck::catalog::Wording;

pub(super) const fn said(english: &'static str, chinese: &'static str) -> Wording {
    Wording::new(english, chinese)
}

pub(super) const PLACES: &[Wording] = &[
    said("in http { }", "放在 http { } 里"),
    said("in the location { }", "放在 location { } 里"),
    said(
        "in the location that an error_page leads to, if there is one",
        "放在 error_page 指向的 location 里（如果有）",
    ),
    said("in the route", "放在路由里"),
    said(
        "in the properties of the AWS::ApiGatewayV2::Api",
        "放在 AWS::ApiGatewayV2::Api 的 Properties 里",
    ),
    said(
        "in the integration of the route, as an AWS::ApiGatewayV2::Integration",
        "放在该路由的集成（AWS::ApiGatewayV2::Integration）里",
    ),
    said(
        "in the properties of the service (blobServices/default), under cors",
        "放在该服务（blobServices/default）properties 的 cors 里",
    ),
    said(
        "in the properties of the app (Microsoft.Web/sites), under siteConfig",
        "放在应用（Microsoft.Web/sites）properties 的 siteConfig 里",
    ),
    said("in config/cors.php", "放在 config/cors.php 里"),
    said("in the location", "放在 location 里"),
    said("in the virtual host, before other rewrite rules", "放在虚拟主机里，其他重写规则之前"),
    said("in the virtual host", "放在虚拟主机里"),
    said("in the site, before other directives", "放在站点里，其他指令之前"),
    said("in the site", "放在站点里"),
    said(
        "in the frontend, before other http-request rules",
        "放在 frontend 里，其他 http-request 规则之前",
    ),
    said("in the frontend", "放在 frontend 里"),
    said(
        "in http_filters, before envoy.filters.http.router",
        "放在 http_filters 里，envoy.filters.http.router 之前",
    ),
    said("in the policy file", "放在策略文件里"),
    said("under [cors]", "放在 [cors] 下面"),
    said("before the routes, and before what asks for a sign-in", "放在路由之前，也在检查登录之前"),
    said("before the routes", "放在路由之前"),
    said("at the end of the file, after the last route", "放在文件末尾，最后一个路由之后"),
    said("in settings.py, after MIDDLEWARE", "放在 settings.py 里，MIDDLEWARE 之后"),
    said("where the app is made", "放在创建 app 的地方"),
    said("where a response is made", "放在生成响应的地方"),
    said(
        "as FirstCorsFilter.java, in the package of the application's class",
        "保存为 FirstCorsFilter.java，与应用主类同一个包",
    ),
    said(
        "without Spring Boot, in onStartup(servletContext), before other filters are added",
        "不用 Spring Boot 时，放在 onStartup(servletContext) 里，添加其他过滤器之前",
    ),
    said("before builder.Build()", "放在 builder.Build() 之前"),
    said(
        "after app.UseRouting(), before app.UseAuthentication()",
        "放在 app.UseRouting() 之后，app.UseAuthentication() 之前",
    ),
    said("in config/initializers/cors.rb", "放在 config/initializers/cors.rb 里"),
    said("around the mux, outside of what asks for a sign-in", "包在 mux 外面，也在检查登录之外"),
    said("after every route and every other layer", "放在所有路由和其他 layer 之后"),
    said("as the last wrap, which runs first", "作为最后一个 wrap，它最先运行"),
    said("in the bucket's CORS configuration", "放在存储桶的跨域（CORS）配置里"),
    said("in the bucket's CORS policy (Settings)", "放在存储桶的 CORS 策略里（Settings）"),
    said("in the Ingress", "放在 Ingress 里"),
    said("in the Ingress, where snippets are allowed", "放在 Ingress 里（需允许 snippet）"),
    said(
        "in the rule of the HTTPRoute, beside backendRefs",
        "放在 HTTPRoute 的规则里，与 backendRefs 并列",
    ),
    said("in the rule of the HTTPRoute", "放在 HTTPRoute 的规则里"),
    said("in the dynamic configuration", "放在动态配置里"),
    said("in the router, before what asks for a sign-in", "放在路由器里，检查登录之前"),
    said(
        "in the service or route (kong.yaml, or the Admin API)",
        "放在 service 或 route 里（kong.yaml 或 Admin API）",
    ),
    said("in the service or route", "放在 service 或 route 里"),
    said(
        "in the http route of the VirtualService, beside `route`",
        "放在 VirtualService 的 http 路由里，与 `route` 并列",
    ),
    said("in the http route of the VirtualService", "放在 VirtualService 的 http 路由里"),
    said(
        "at the top of the script, after <?php, before any output",
        "放在脚本开头，<?php 之后，任何输出之前",
    ),
    said("at the top of the script, after <?php", "放在脚本开头，<?php 之后"),
    said(
        "in proxy.js, beside the folder app or pages (in src, if there is one)",
        "放在 proxy.js 里，与 app 或 pages 文件夹并列（有 src 则放在其中）",
    ),
    said("in next.config.js", "放在 next.config.js 里"),
    said(
        "in main.ts, after NestFactory.create, before app.listen",
        "放在 main.ts 里，NestFactory.create 之后，app.listen 之前",
    ),
    said("in main.ts, before app.listen", "放在 main.ts 里，app.listen 之前"),
    said("before the routes, on the outermost instance", "放在路由之前，用最外层的实例"),
    said("in defineConfig({ }) of vite.config.js", "放在 vite.config.js 的 defineConfig({ }) 里"),
    said("as a response headers policy of the behavior", "作为该行为（behavior）的响应头策略"),
    said(
        "as a CloudFront function at the viewer request",
        "作为查看器请求（viewer request）上的 CloudFront 函数",
    ),
    said("in the behavior's response headers policy", "放在该行为（behavior）的响应头策略里"),
    said("as a Worker on the API's route", "作为 API 路由上的 Worker"),
    said(
        "as a Transform Rule that modifies the response header",
        "作为修改响应头的转换规则（Transform Rule）",
    ),
    said("in cors.json", "放在 cors.json 里"),
    said("in vercel.json", "放在 vercel.json 里"),
    said("in _headers, in the folder that is published", "放在发布文件夹的 _headers 里"),
    said("in staticwebapp.config.json", "放在 staticwebapp.config.json 里"),
    said("in a shell, with your server's alias", "在命令行里运行，换成你的服务器别名"),
    said("in the view", "放在视图里"),
    said("beside the routes", "与路由并列"),
    said("in the controller", "放在控制器里"),
    said("in web.config, inside <system.webServer>", "放进 web.config 的 <system.webServer>"),
    said("before the endpoints", "放在端点之前"),
    said("in the handler", "放在处理函数里"),
    said("on the router", "放在路由器上"),
    said("on the app", "放在 app 上"),
    said("in a middleware", "放在中间件里"),
];
