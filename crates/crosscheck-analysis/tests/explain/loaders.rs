//! What libraries make of a failure that a browser told them nothing of: loaders of scripts, clients of gRPC.

use super::first_rules;
use super::told;

/// They load by an element, which is told that it failed and no more.
#[test]
fn a_script_or_sheet_that_did_not_load_is_one_of_many_causes() {
    for (text, url) in [
        (
            "Uncaught (in promise) ScriptExternalLoadError: Loading script failed.\n(missing: \
             http://localhost:8083/remoteEntry.js)\nwhile loading \"./Nav\" from webpack/container/reference/nav",
            "http://localhost:8083/remoteEntry.js",
        ),
        (
            "ChunkLoadError: Loading chunk 5 failed.\n(error: https://cdn.example.com/5.js)\n    at a.f.j (runtime.js:1:2)",
            "https://cdn.example.com/5.js",
        ),
        (
            "Error: Loading CSS chunk 7 failed.\n(https://cdn.example.com/7.css)",
            "https://cdn.example.com/7.css",
        ),
        (
            "Error: Unable to preload CSS for https://app.example.com/assets/a.css",
            "https://app.example.com/assets/a.css",
        ),
    ] {
        let report = told(text);
        assert_eq!(first_rules(&report), ["network-failure"], "{text}\n{report:#}");
        let finding = &report["findings"][0];
        assert_eq!(finding["evidence"]["url"], url, "{text}\n{report:#}");
        assert!(finding["or_rules"].to_string().contains("wrong-type"), "{text}\n{report:#}");
    }
}

#[test]
fn grpcs_clients_tell_an_answer_that_script_may_not_read_from_none() {
    let unread = told("Error code: 2 Message: Response closed without grpc-status (Headers only)");
    assert_eq!(first_rules(&unread), ["header-not-exposed"], "{unread:#}");
    assert!(
        unread.to_string().contains("\"Access-Control-Expose-Headers\",\"grpc-status\""),
        "{unread:#}"
    );
    for text in [
        "ClientError: /a.UserService/SignUp UNKNOWN: Response closed without headers",
        "RpcError: Http response at 400 or 500 level, http status code: 0",
    ] {
        let report = told(text);
        assert_eq!(first_rules(&report), ["allow-origin-missing"], "{text}\n{report:#}");
        let others = report["findings"][0]["or_rules"].to_string();
        assert!(others.contains("network-failure"), "{text}\n{report:#}");
    }
}

/// Uploads in parts need a header of each answer, and say so in words of their own.
#[test]
fn uploads_tell_which_header_they_may_not_read() {
    for (text, header) in [
        (
            "Error: Failed because: AwsS3/Multipart: Could not read the ETag header. This likely means CORS is not \
             configured correctly on the S3 Bucket.",
            "ETag",
        ),
        (
            "ETagMissing: No access to ETag property on response. Check CORS configuration to expose ETag header.",
            "ETag",
        ),
        (
            "Error: tus: invalid or missing Location header, originated from request (method: POST)",
            "Location",
        ),
    ] {
        let report = told(text);
        assert_eq!(first_rules(&report), ["header-not-exposed"], "{text}\n{report:#}");
        assert_eq!(report["findings"][0]["evidence"]["header_names"][0], header, "{report:#}");
    }
}
