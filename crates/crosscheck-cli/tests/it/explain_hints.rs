//! What `crosscheck explain` says to whoever brings too little, or asks as other programs are asked.

use crate::program::crosscheck;

fn told(arguments: &[&str]) -> (Option<i32>, String) {
    let output = crosscheck(&[&["explain"], arguments].concat());
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).expect("it is text"))
}

/// A server that is named is not passed over because the text tells too little for a patch.
#[test]
fn who_names_a_server_and_too_little_is_told_where_to_look() {
    for (server, words) in [
        ("nginx", ["a patch for nginx", "in the location { }"]),
        ("express", ["a patch for Express", "before the routes"]),
        ("s3", ["a patch for Amazon S3", "in the bucket's CORS configuration"]),
    ] {
        for (text, code) in
            [("CORS error", 1), ("TypeError: Failed to fetch", 1), ("it does not work", 2)]
        {
            let (exit, told) = told(&[text, "--server", server]);
            assert_eq!(exit, Some(code), "{text}: {told}");
            for word in words {
                assert!(told.contains(word), "`{word}` of {text}: {told}");
            }
        }
    }
    let (_, asked) =
        told(&["TypeError: Failed to fetch\nGET https://api.example.com/x", "--server", "nginx"]);
    assert!(asked.contains("crosscheck check https://api.example.com/x --origin"), "{asked}");
    let (_, chinese) = told(&["CORS error", "--server", "nginx", "--lang", "zh"]);
    assert!(!chinese.contains("a patch for") && chinese.contains("nginx"), "{chinese}");
    // Where the text tells, there is a patch, and nothing else to look at.
    let (_, patch) = told(&["allow-origin-missing", "--server", "nginx"]);
    assert!(patch.contains("add_header") && !patch.contains("a patch for"), "{patch}");
}

#[test]
fn who_asks_for_json_as_of_other_programs_is_told_how() {
    for command in [&["explain", "--json"][..], &["policy", "check", "--json"]] {
        let output = crosscheck(command);
        let told = String::from_utf8(output.stderr).expect("it is text");
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains("--output json"), "{told}");
        assert!(!told.contains("-- --json"), "{told}");
    }
}
