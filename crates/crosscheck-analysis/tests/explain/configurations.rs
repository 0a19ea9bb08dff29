//! A server's configuration, where somebody pastes what they changed.

use super::told;

#[test]
fn a_configuration_is_named_and_what_it_comes_to_is_told() {
    for (text, server, has) in [
        ("app.use(cors({ origin: '*', credentials: true }));", "Express", "browsers refuse"),
        (
            "@CrossOrigin(origins = \"*\", allowCredentials = \"true\")\npublic class Items {}",
            "Spring",
            "nobody",
        ),
        (
            "[{\"AllowedMethods\":[\"GET\"],\"AllowedOrigins\":[\"https://app.example.com/\"]}]",
            "Amazon S3",
            "an origin has no path",
        ),
        (
            "location /api/ {\n  add_header Access-Control-Allow-Origin *;\n}",
            "nginx",
            "crosscheck import",
        ),
    ] {
        let report = told(text);
        assert_eq!(report["kind"], "configuration", "{text}\n{report:#}");
        let notes = report["notes"].to_string();
        assert!(notes.contains(&format!("a configuration of {server}")), "{notes}");
        assert!(notes.contains(has), "{notes}");
    }
}
