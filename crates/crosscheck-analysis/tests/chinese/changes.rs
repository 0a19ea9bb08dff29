//! What changes between two policies.

use crosscheck::catalog::Language;
use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck::server::ResourcePolicy;
use crosscheck::server::Rule;
use crosscheck_analysis::policies::difference;

#[test]
fn every_kind_of_change_is_told_in_chinese() {
    let app = || Config::new().origins(["https://app.example"]);
    let on = |path: &str, rule: Rule| Config {
        rules: vec![Rule { paths: vec![path.into()], ..rule }],
        ..Config::new()
    };
    let handler = || on("/old", Rule { handler: true, ..Rule::default() });
    let listed =
        || on("/old", Rule { origins: vec!["https://a.example".into()], ..Rule::default() });
    for (old, new, told) in [
        (
            app().methods(["PUT"]).max_age(600),
            app().credentials(true).request_headers(["x-token"]).expose_headers(["etag"]),
            "~ `https://app.example` 在 `/` 上现在可以携带凭据读取、设置请求头 x-token、读取响应头 etag，不再可以使用方法 \
             PUT，预检结果的保留时间改为浏览器的默认时间（原为 600 秒）；例如 `https://app.example` 访问 `/`\n",
        ),
        (
            Config::new().origins(["https://*.app.example"]),
            Config::new().origins(["https://**.app.example"]),
            "+ `https://**.app.example` 的一部分在 `/` 上现在可以读取；例如 `https://x.x.app.example` 访问 `/`\n",
        ),
        (
            app(),
            Config { origin_source: true, ..app() },
            "+ 其他由来源提供的源在 `/` 上现在可以读取；例如 `https://evil.example` 访问 `/`\n",
        ),
        (handler(), listed(), "~ `/old` 不再交给处理程序；由此带来的变化未知\n"),
        (listed(), handler(), "~ `/old` 现在交给处理程序；由此带来的变化未知\n"),
        (
            app(),
            Config { resource_policy: Some(ResourcePolicy::SameSite), ..app() },
            "~ `/` 的响应可以被谁嵌入：现在是 same-site，原来是 未写明\n",
        ),
    ] {
        let [old, new] = [&old, &new].map(|config| Policy::new(config).expect("a policy"));
        let found = old.diff(&new).expect("it is compared");
        let [english, chinese] = [Language::English, Language::Chinese]
            .map(|language| difference::text(&found, language).letters().to_owned());
        assert_eq!(chinese, told, "{english}");
        assert_eq!(english.lines().count(), chinese.lines().count());
    }
}
