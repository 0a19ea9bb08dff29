<?php
// PHP's own server under each policy: what host is asked for says which.
require __DIR__ . "/" . explode(".", $_SERVER["HTTP_HOST"])[0] . "/crosscheck-cors.php";
if (str_contains($_SERVER["REQUEST_URI"], "breaks")) {
    throw new Exception("it breaks");
}
foreach (json_decode(file_get_contents(__DIR__ . "/said.json")) as $name => $value) {
    header("$name: $value");
}
echo "ok";
