//! `crosscheck policy explain`: why a request is refused, and what advice comes to.

use insta::assert_snapshot;

use crate::program::Policy;
use crate::program::crosscheck;
use crate::program::text;

#[test]
fn a_refusal_is_explained_with_the_nearest_miss_and_the_change() {
    let file =
        Policy::with("[cors]\norigins = [\"https://app.example.com\"]\ncredentials = true\n");
    let explain = |origin: &str, more: &[&str]| {
        let path = file.path();
        let mut arguments = vec!["policy", "explain", &path, "--origin", origin];
        arguments.extend(more);
        crosscheck(&arguments)
    };
    let output = explain("http://app.example.com", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(text(&output.stdout, &file), @r#"
    request GET /: refused, origin-not-allowed
      path `/`: asks origins
      origin `http://app.example.com`: in none of them
    nearest: `https://app.example.com` in origins differs only in the scheme
    to allow it: add "http://app.example.com" to origins
    which is an error as it stands: anybody on the visitor's network can pretend to be a plain `http` page, and would read with the visitor's credentials
    "#);
    let output = explain("https://app.example.com", &["--method", "PUT"]);
    assert_eq!(output.status.code(), Some(1));
    let output = explain("https://app.example.com", &["--path", "/x"]);
    assert_eq!(output.status.code(), Some(0));
    assert_snapshot!(text(&output.stdout, &file), @r#"
    request GET /x: allowed
      path `/x`: asks origins
      origin `https://app.example.com`: listed in origins
      with cookies and the like: allowed, by credentials
    "#);
}

#[test]
fn advice_that_breaks_what_the_policy_asserts_says_so() {
    let file = Policy::with(
        "[cors]\norigins = [\"https://app.corp.example\"]\n\n[[assert]]\n\
         name = \"only our own pages\"\noutside = [\"https://**.corp.example\"]\nnever = [\"read\"]\n",
    );
    let path = file.path();
    let explain = |origin: &str, more: &[&str]| {
        crosscheck(&[&["policy", "explain", &path, "--origin", origin], more].concat())
    };
    let told = text(&explain("https://partner.example", &[]).stdout, &file);
    assert!(
        told.ends_with(
            "to allow it: add \"https://partner.example\" to origins\n\
             which breaks what the policy asserts: only our own pages\n  \
             `https://partner.example` may read on `/`: `https://partner.example` in origins answers it\n"
        ),
        "{told}"
    );
    let json = explain("https://partner.example", &["--output", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["requests"][0]["change"]["breaks"][0]["sentence"], "only our own pages");
    // One of our own breaks nothing.
    let told = text(&explain("https://shop.corp.example", &[]).stdout, &file);
    assert!(
        told.ends_with("to allow it: add \"https://shop.corp.example\" to origins\n"),
        "{told}"
    );
}
