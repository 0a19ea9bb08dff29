//! nginx. `always`, or errors go out without headers; a `map`, since `if` can say little; and every
//! line once more in the block that answers preflights, for `add_header` there drops those around it.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::methods;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let origins = grant.origins_or_example();
    let origins: String =
        origins.iter().map(|origin| format!("    \"{origin}\" $http_origin;\n")).collect();
    let (credentials, preflight) = (grant.credentials, grant.preflight.is_some());
    let mut maps = format!("map $http_origin $cors_origin {{\n    default \"\";\n{origins}}}\n");
    if credentials {
        maps += "map $cors_origin $cors_credentials {\n    default \"true\";\n    \"\" \"\";\n}\n";
    }
    if preflight {
        maps += "map \"$request_method|$cors_origin|$http_access_control_request_method\" \
                 $cors_preflight {\n    default 0;\n    \"~^OPTIONS\\|[^|]+\\|.+$\" 1;\n}\n";
    }
    let shared = [
        (true, "add_header Access-Control-Allow-Origin $cors_origin always;"),
        (credentials, "add_header Access-Control-Allow-Credentials $cors_credentials always;"),
        (true, "add_header Vary Origin always;"),
    ];
    let exposed = grant.expose.join(", ");
    let exposed = format!("add_header Access-Control-Expose-Headers \"{exposed}\" always;");
    let mut location = lines(&shared) + &lines(&[(!grant.expose.is_empty(), &exposed)]);
    if preflight {
        let methods = methods(grant).join(", ");
        let names = header_names(grant).join(", ");
        let methods = format!("add_header Access-Control-Allow-Methods \"{methods}\" always;");
        let headers = format!("add_header Access-Control-Allow-Headers \"{names}\" always;");
        let answer = lines(&shared)
            + &lines(&[
                (true, &methods),
                (!names.is_empty(), &headers),
                (true, "add_header Access-Control-Max-Age 600 always;"),
                (true, "return 204;"),
            ]);
        let indented: String = answer.lines().map(|line| format!("    {line}\n")).collect();
        location += &format!("if ($cors_preflight) {{\n{indented}}}\n");
    }
    location += &lines(&[
        (true, "proxy_hide_header Access-Control-Allow-Origin;"),
        (true, "proxy_hide_header Access-Control-Allow-Credentials;"),
        (!grant.expose.is_empty(), "proxy_hide_header Access-Control-Expose-Headers;"),
    ]);
    let error_page = lines(&shared) + &lines(&[(!grant.expose.is_empty(), &exposed)]);
    Fix::of(
        &[
            ("in http { }", maps),
            ("in the location { }", location),
            ("in the location that an error_page leads to, if there is one", error_page),
        ],
        &[
            "an add_header in a location drops all those around it: put every one here",
            "before nginx 1.29, the final answer of an upstream that sends 103 (Early Hints) first passes \
             by these lines: turn that off in the upstream",
        ],
    )
}
