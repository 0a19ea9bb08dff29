//! The policy that the gateway holds the scenes to, by the first segment of the path.

use crosscheck::server::Config;
use crosscheck::server::ConfigErrors;
use crosscheck::server::Danger;
use crosscheck::server::Policy;
use crosscheck::server::Rule;

/// A rule for each scene that has one; all other paths are left to the API behind.
///
/// In: the origin of the scenes' pages.
pub(crate) fn scene_policy(page_origin: &str) -> Result<Policy, ConfigErrors> {
    let listed = Rule { origins: vec![page_origin.into()], ..Rule::default() };
    let everybody = Rule { origins: vec!["*".into()], ..Rule::default() };
    let with_credentials = Rule { credentials: true, ..listed.clone() };
    let pingother = Rule {
        methods: vec!["POST".into()],
        request_headers: vec!["x-pingother".into(), "content-type".into()],
        max_age: Some(86_400),
        ..listed.clone()
    };
    let others = Rule { paths: vec!["/".into()], handler: true, ..Rule::default() };
    let under = |paths: &[&str], rule: Rule| {
        let paths = paths.iter().map(|path| (*path).to_owned()).collect();
        Rule { paths, ..rule }
    };
    Policy::new(&Config {
        rules: vec![
            under(&["/simple", "/null", "/upload"], listed.clone()),
            under(&["/preflighted", "/moved"], pingother),
            under(
                &["/credentials", "/cookies", "/partitioned", "/events"],
                with_credentials.clone(),
            ),
            under(&["/wildcard", "/redirect", "/shared"], everybody),
            under(&["/null-danger"], Rule { origins: vec!["null".into()], ..Rule::default() }),
            under(
                &["/cache"],
                Rule { methods: vec!["PUT".into()], max_age: Some(600), ..listed.clone() },
            ),
            under(&["/expose"], Rule { expose_headers: vec!["x-request-id".into()], ..listed }),
            under(
                &["/beacon"],
                Rule { request_headers: vec!["content-type".into()], ..with_credentials },
            ),
            others,
        ],
        danger: Danger { null_origin: true, ..Danger::default() },
        ..Config::default()
    })
}

#[cfg(test)]
mod tests {
    use super::scene_policy;

    #[test]
    fn each_scene_has_its_own_and_the_rest_none() {
        let page = "http://localhost:8082";
        let policy = scene_policy(page).expect("the scenes' policy is one");
        for (path, is_allowed) in
            [("/simple", true), ("/null-danger", false), ("/elsewhere", false)]
        {
            assert_eq!(policy.allows_origin(path, page.as_bytes()), is_allowed, "{path}");
        }
        assert!(policy.allows_origin("/null-danger/x", b"null"));
        assert!(!policy.allows_origin("/null", b"null"));
    }
}
