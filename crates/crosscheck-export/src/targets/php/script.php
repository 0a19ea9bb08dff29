
(function () {
    $policy = json_decode(<<<'JSON'
POLICY_DATA
JSON, true);
    $fits = fn($pattern, $text, $flags) => preg_match("\x01^(?:$pattern)\\z\x01$flags", $text) === 1;
    $origin = $_SERVER["HTTP_ORIGIN"] ?? "";

    // The number of the path that speaks, and the first rule that lists the origin.
    $path = preg_split("/[?#]/", $_SERVER["REQUEST_URI"], 2)[0];
    $number = $policy["elsewhere"];
    foreach ($policy["paths"] as [$pattern, $flags, $found]) {
        if ($fits($pattern, $path, $flags)) {
            $number = $found;
            break;
        }
    }
    $lists = function ($rule) use ($fits, $origin) {
        if ($rule["for"] !== "listed") {
            return $rule["for"] === "anybody" || $origin !== "";
        }
        $by_pattern = array_filter($rule["patterns"], fn($pattern) => $fits($pattern, $origin, ""));
        return in_array($origin, $rule["origins"], true) || $by_pattern !== [];
    };
    $key = $number;
    $rule = null;
    foreach ($policy["rules"][$number] ?? [] as $at => $candidate) {
        if ($lists($candidate)) {
            $key = "$number.$at";
            $rule = $candidate;
            break;
        }
    }

    // A preflight is answered here, where it is not left to the application.
    $is_left = in_array($number, $policy["left"], true);
    $asked = $_SERVER["HTTP_ACCESS_CONTROL_REQUEST_METHOD"] ?? "";
    $is_preflight = $_SERVER["REQUEST_METHOD"] === "OPTIONS" && $origin !== "" && $asked !== "" && !$is_left;
    if ($is_preflight) {
        $named = ["GET", "HEAD", "POST", ...($rule["methods"] ?? [])];
        $permits = $rule !== null && (in_array("*", $named, true) || in_array($asked, $named, true));
        foreach (explode(",", $_SERVER["HTTP_ACCESS_CONTROL_REQUEST_HEADERS"] ?? "") as $name) {
            $name = strtolower(trim($name, " \t"));
            $allowed = $rule["headers"] ?? [];
            $is_any = in_array("*", $allowed, true) && $name !== "authorization";
            $permits = $permits && ($name === "" || $is_any || in_array($name, $allowed, true));
        }
        $key .= $permits ? "+" : "-";
    }

    // Said when the head of the answer is written, in the place of what the application says of CORS.
    header_register_callback(function () use ($policy, $key, $origin, $is_left) {
        foreach ($is_left ? [] : $policy["removed"] as $name) {
            header_remove($name);
        }
        foreach ($policy["answers"][$key] ?? [] as $name => $value) {
            if ($value === "") {
                header_remove($name);
            } else {
                header("$name: " . ($value === '$origin' ? $origin : $value), $name !== "vary");
            }
        }
    });
    if ($is_preflight) {
        http_response_code($rule === null ? 403 : 204);
        exit;
    }
})();
