//! `crosscheck import` and `crosscheck migrate`: what a server's configuration comes to, and what a move changes.

use std::fs;

use serde_json::Value;

use crate::program::Policy;
use crate::program::crosscheck;
use crate::program::text;

const NGINX: &str = "\
location /api {
    add_header Access-Control-Allow-Origin https://app.example always;
    add_header Access-Control-Expose-Headers $names always;
}
";

#[test]
fn a_configuration_becomes_a_policy_and_what_is_not_understood_has_its_place() {
    let file = Policy::with(NGINX);
    let output = crosscheck(&["import", "--from", "nginx", &file.path()]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let told = text(&output.stderr, &file);
    assert!(
        told.contains(":3:5: not understood: `add_header Access-Control-Expose-Headers $names"),
        "{told}"
    );
    assert!(told.contains("1 of 2 parts that are about CORS understood"), "{told}");
    let chinese = crosscheck(&["import", "--from", "nginx", &file.path(), "--lang", "zh"]);
    // The policy is the same, its comments are not.
    let [lines, other] = [&output, &chinese].map(|output| {
        let written = text(&output.stdout, &file);
        let (comments, lines) = written.split_once("\n\n").expect("comments");
        assert_eq!(comments.contains("不理解：第 3 行第 5 列："), output == &chinese, "{comments}");
        lines.to_owned()
    });
    assert_eq!(lines, other);
    let told = text(&chinese.stderr, &file);
    assert!(
        told.contains(":3:5: 不理解：`add_header Access-Control-Expose-Headers $names"),
        "{told}"
    );
    assert!(told.contains("与跨域有关的 2 处，理解了 1 处"), "{told}");
    // What was written is a policy, and says the same.
    let written = Policy::with(&text(&output.stdout, &file));
    let checked = crosscheck(&["policy", "check", &written.path()]);
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    let allowed = crosscheck(&[
        "policy",
        "explain",
        &written.path(),
        "--origin",
        "https://app.example",
        "--path",
        "/api/users",
    ]);
    assert_eq!(allowed.status.code(), Some(0), "{allowed:?}");
    let strict = crosscheck(&["import", "--strict", &file.path(), "--output", "json"]);
    assert_eq!(strict.status.code(), Some(1));
    let json: Value = serde_json::from_slice(&strict.stdout).expect("JSON");
    assert_eq!(json["server"], "nginx");
    assert_eq!(json["not_understood"][0]["line"], 3);
    assert!(json["policy"].as_str().is_some_and(|policy| policy.contains("https://app.example")));
}

#[test]
fn what_lies_beside_a_configuration_is_read_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let main = folder.path().join("nginx.conf");
    fs::write(&main, "server {\n    include /etc/nginx/cors.conf;\n}\n").expect("it is written");
    let cors = "add_header Access-Control-Allow-Origin https://app.example always;\n";
    fs::write(folder.path().join("cors.conf"), cors).expect("it is written");
    let output = crosscheck(&["import", "--from", "nginx", main.to_str().expect("text")]);
    let policy = String::from_utf8(output.stdout).expect("text");
    assert!(policy.contains("origins = [\"https://app.example\"]"), "{policy}");
}

#[test]
fn what_nobody_can_tell_is_said_with_what_to_do() {
    let file = Policy::with("hello\n");
    let output = crosscheck(&["import", &file.path()]);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr, &file);
    assert!(
        told.contains("nothing in it tells whose configuration it is")
            && told.contains("--from nginx"),
        "{told}"
    );
}

#[test]
fn a_move_that_lets_every_site_in_is_told_with_a_witness() {
    let ingress = Policy::with(include_str!(
        "../../../crosscheck-export/tests/data/imports/ingress-nginx-default.yaml"
    ));
    let route = Policy::with(include_str!(
        "../../../crosscheck-export/tests/data/imports/gateway-api-echo.yaml"
    ));
    // By their names they are policies.
    let named = |file: &Policy, name: &str| {
        let path = std::path::Path::new(&file.path()).with_file_name(name);
        fs::copy(file.path(), &path).expect("it is copied");
        path.to_str().expect("text").to_owned()
    };
    let (old, new) = (named(&ingress, "ingress.yaml"), named(&route, "route.yaml"));
    let output = crosscheck(&["migrate", &old, &new]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(
        String::from_utf8(output.stdout).expect("text"),
        "+ every other origin may now read with credentials on `/`; e.g. `https://evil.example` on `/`\n"
    );
    let chinese = crosscheck(&["migrate", &old, &new, "--lang", "zh"]);
    assert_eq!(chinese.status.code(), Some(1), "{chinese:?}");
    let told = "+ 其他所有源在 `/` 上现在可以携带凭据读取；例如 `https://evil.example` 访问 `/`\n";
    assert_eq!(String::from_utf8(chinese.stdout).expect("text"), told);
    let output = crosscheck(&["migrate", &old, "--to", "nginx"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(String::from_utf8(output.stdout).expect("text"), "both mean the same\n");
}

/// An expression that nobody anchored: what it means can be listed, and a stranger is let in, too.
const UNANCHORED: &str = r#"
server {
    location / {
        if ($http_origin ~* "https://.*example.com") {
            add_header Access-Control-Allow-Origin $http_origin always;
            add_header Access-Control-Allow-Credentials true always;
        }
    }
}
"#;

#[test]
fn a_move_over_what_was_left_out_is_never_called_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("it is written");
        path.to_str().expect("text").to_owned()
    };
    let conf = file("n1.conf", UNANCHORED);
    let strict = file(
        "strict.toml",
        "[cors]\norigins = [\"https://**.example.com\", \"https://example.com\"]\ncredentials = true\n",
    );
    let evil = "`https://evilexample.com`";
    let gained = format!(
        "+ {evil} may now read with credentials on `/`; e.g. {evil} on `/`\n\
         1 part was not understood: it may change more than this\n"
    );
    let lost = format!(
        "- {evil} may no longer read with credentials on `/`; e.g. {evil} on `/`\n\
         1 part was not understood: it may change more than this\n"
    );
    let same = "what was understood means the same; 2 parts were not understood\n".to_owned();
    let chinese = "理解的部分含义相同；有 2 处不理解\n".to_owned();
    for (arguments, code, told, not_understood) in [
        (vec![strict.as_str(), &conf], 1, gained, (0, 1)),
        (vec![&conf, &strict], 3, lost.clone(), (1, 0)),
        (vec![&conf, "--to", "caddy"], 3, lost, (1, 0)),
        (vec![&conf, &conf], 3, same, (1, 1)),
        (vec![&conf, &conf, "--lang", "zh"], 3, chinese, (1, 1)),
    ] {
        let arguments: Vec<&str> = ["migrate"].into_iter().chain(arguments).collect();
        let output = crosscheck(&arguments);
        assert_eq!(String::from_utf8(output.stdout).expect("text"), told, "{arguments:?}");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        let arguments: Vec<&str> = arguments.into_iter().chain(["--output", "json"]).collect();
        let output = crosscheck(&arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(json["same"], false, "{json}");
        assert_eq!(json["complete"], false, "{json}");
        assert_eq!(json["widens"], code == 1, "{json}");
        let (old, new) = not_understood;
        assert_eq!(json["not_understood"], serde_json::json!({ "old": old, "new": new }));
    }
    let whole = crosscheck(&["migrate", &strict, "--to", "nginx", "--output", "json"]);
    assert_eq!(whole.status.code(), Some(0), "{whole:?}");
    let json: Value = serde_json::from_slice(&whole.stdout).expect("JSON");
    assert_eq!((&json["same"], &json["complete"]), (&true.into(), &true.into()));
}

/// What an importer leaves out for safety was understood: it says what the server lets in.
#[test]
fn an_expression_that_lets_a_stranger_in_is_called_too_wide() {
    let file = Policy::with(UNANCHORED);
    let output = crosscheck(&["import", &file.path()]);
    let told = text(&output.stderr, &file);
    let reason = "it lets `https://evilexample.com` in, too: left out of the policy; what was meant is \
                  `^(?:https://(?:[a-z0-9_-]+[.])+example[.]com|https://example[.]com)$`";
    assert!(
        told.contains(&format!(":4:9: too wide: `https://.*example.com`: {reason}\n")),
        "{told}"
    );
    let written = text(&output.stdout, &file);
    assert!(written.contains(&format!("`https://.*example.com`: {reason}\n")), "{written}");
    assert!(!written.contains("Not understood"), "{written}");
    let chinese = crosscheck(&["import", &file.path(), "--lang", "zh", "--output", "json"]);
    let told = text(&chinese.stderr, &file);
    let reason = "它也放行 `https://evilexample.com`：没有写入策略；本意应是 \
                  `^(?:https://(?:[a-z0-9_-]+[.])+example[.]com|https://example[.]com)$`";
    assert!(told.contains(&format!(":4:9: 过宽：`https://.*example.com`：{reason}\n")), "{told}");
    let json: Value = serde_json::from_slice(&chinese.stdout).expect("JSON");
    assert_eq!(json["not_understood"][0]["witness"], "https://evilexample.com");
}

#[test]
fn a_file_that_says_nothing_about_cors_is_no_quiet_success() {
    let file = Policy::with("const app = require('express')();\napp.listen(3000);\n");
    for (arguments, code, told) in [
        (vec![], 0, "nothing about CORS is in it, read as the configuration of nginx\n"),
        (vec!["--strict"], 1, "nothing about CORS is in it, read as the configuration of nginx\n"),
        (vec!["--lang", "zh"], 0, "作为 nginx 的配置读取，其中没有与跨域有关的内容\n"),
    ] {
        let path = file.path();
        let arguments: Vec<&str> =
            ["import", "--from", "nginx", &path].into_iter().chain(arguments).collect();
        let output = crosscheck(&arguments);
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        let said = text(&output.stderr, &file);
        assert!(said.ends_with(told), "{said}");
    }
}

#[test]
fn a_missing_file_is_called_what_it_was_to_be() {
    for (arguments, message, hint) in [
        (vec!["import", "nowhere.conf"], "the configuration `nowhere.conf`", "standard input"),
        (
            vec!["migrate", "nowhere.conf", "--to", "caddy"],
            "the configuration `nowhere.conf`",
            "standard input",
        ),
        (
            vec!["migrate", "nowhere.toml", "--to", "caddy"],
            "the policy file `nowhere.toml`",
            "crosscheck policy schema",
        ),
    ] {
        let output = crosscheck(&arguments);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        let told = String::from_utf8(output.stderr).expect("text");
        let (said, what_to_do) = told.split_once('\n').expect("two lines");
        assert!(said.contains(&format!("{message} cannot be read: ")), "{told}");
        assert!(what_to_do.starts_with("hint: ") && what_to_do.contains(hint), "{told}");
    }
}

#[test]
fn what_fails_is_told_in_chinese_where_that_is_asked_for() {
    let file = Policy::with("nothing of anybody's\n");
    for (arguments, message, hint) in [
        (vec!["import"], "看不出这是哪种服务器的配置", "请写明是哪种服务器：`--from nginx`"),
        (vec!["migrate", "--to", "r2"], "策略", "`"),
        (vec!["migrate", "--to", "caddy"], "无法读取配置", "标准输入"),
    ] {
        let path = match (arguments[0], message) {
            ("import", _) => file.path(),
            (_, "策略") => "no-such-file.toml".into(),
            _ => "no-such-file.conf".into(),
        };
        let arguments: Vec<&str> =
            arguments.into_iter().chain([path.as_str(), "--lang", "zh"]).collect();
        let output = crosscheck(&arguments);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        let told = String::from_utf8(output.stderr).expect("text");
        let (said, what_to_do) = told.split_once('\n').expect("two lines");
        assert!(said.starts_with("错误：") && said.contains(message), "{told}");
        assert!(what_to_do.starts_with("建议：") && what_to_do.contains(hint), "{told}");
    }
}

/// What `export` wrote in two files is one policy again, by the folder or by either of them.
#[test]
fn what_export_wrote_in_two_files_is_read_from_both() {
    let policy = Policy::with(
        "[cors]\norigins = [\"https://app.example\"]\nmethods = [\"PUT\"]\nrequest_headers = [\"content-type\"]\n",
    );
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("cors");
    let out = out.to_str().expect("a name");
    let exported = crosscheck(&["export", "nginx", "--policy", &policy.path(), "--out", out]);
    assert_eq!(exported.status.code(), Some(0), "{exported:?}");
    for name in ["", "/crosscheck-cors.conf", "/crosscheck-maps.conf"] {
        let output = crosscheck(&["import", "--strict", &format!("{out}{name}")]);
        assert_eq!(output.status.code(), Some(0), "{name}: {output:?}");
        let written = String::from_utf8_lossy(&output.stdout);
        assert!(written.contains("methods = [\"PUT\"]"), "{name}: {written}");
    }
}
