//! `crosscheck export`: a policy in a server's own words, and what gets lost by it.

use std::fs;

use serde_json::Value;

use crate::program::Policy;
use crate::program::crosscheck;
use crate::program::text;

const POLICY: &str = "[cors]\norigins = [\"https://app.example\"]\nmethods = [\"PUT\"]\n\
                      [[cors.rules]]\npaths = [\"/public\"]\norigins = [\"*\"]\n";

#[test]
fn a_policy_is_written_for_nginx_and_what_it_cannot_say_is_told() {
    let file = Policy::with(POLICY);
    let output = crosscheck(&["export", "nginx", "--policy", &file.path()]);
    assert_eq!(output.status.code(), Some(0));
    let configuration = text(&output.stdout, &file);
    for line in [
        "# ==== crosscheck-maps.conf: include it in http { }",
        "    \"https://app.example\" \"0.0\";",
        "add_header Access-Control-Allow-Origin $cors_allow_origin always;",
    ] {
        assert!(configuration.lines().any(|known| known == line), "{line}\n{configuration}");
    }
    let told = text(&output.stderr, &file);
    assert!(told.starts_with("narrower: a path with an empty segment"), "{told}");
}

#[test]
fn whoever_reads_chinese_is_told_in_chinese() {
    let file = Policy::with(POLICY);
    let output = crosscheck(&["export", "nginx", "--policy", &file.path(), "--lang", "zh"]);
    let configuration = text(&output.stdout, &file);
    let line = "# ==== crosscheck-maps.conf: 在 http { } 里用 include 引入";
    assert!(configuration.lines().any(|known| known == line), "{configuration}");
    let told = text(&output.stderr, &file);
    assert!(told.starts_with("更严：路径中有空段"), "{told}");
}

#[test]
fn a_folder_is_written_again_but_not_over_what_others_wrote() {
    let (file, folder) = (Policy::with(POLICY), tempfile::tempdir().expect("a folder"));
    let out = folder.path().join("cors");
    let out = out.to_str().expect("text");
    for _ in 0..2 {
        let output = crosscheck(&["export", "nginx", "--policy", &file.path(), "--out", out]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert_eq!(text(&output.stdout, &file).lines().count(), 2);
    }
    let maps = folder.path().join("cors/crosscheck-maps.conf");
    fs::write(&maps, "map by hand;\n").expect("it is written");
    let output = crosscheck(&["export", "nginx", "--policy", &file.path(), "--out", out]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr, &file).contains("`crosscheck export` did not write it"));
    assert_eq!(fs::read_to_string(&maps).expect("it is there"), "map by hand;\n");
}

#[test]
fn programs_get_files_and_losses_in_json() {
    let file = Policy::with(POLICY);
    let output = crosscheck(&["export", "haproxy", "--policy", &file.path(), "--output", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["files"][0]["name"], "crosscheck-cors.cfg");
    assert_eq!(json["losses"][0]["kind"], "ambiguous-path");
    assert_eq!(json["losses"][0]["effect"], "narrower");
}

#[test]
fn a_server_that_nothing_can_be_written_for_is_named_with_those_that_can() {
    let output = crosscheck(&["export", "iis"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("nginx") && told.contains("haproxy"), "{told}");
}
