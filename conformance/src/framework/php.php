<?php
#PATCH
switch (parse_url($_SERVER["REQUEST_URI"], PHP_URL_PATH)) {
    case "/orders":
        header("X-Total: 5");
        echo "ok";
        break;
    case "/fails":
        throw new Exception("it fails");
    default:
        http_response_code(404);
}
