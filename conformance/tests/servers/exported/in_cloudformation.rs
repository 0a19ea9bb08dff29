//! What is written for Amazon's API Gateway and CloudFront, which nobody runs but Amazon: held to CloudFormation's schemas.

use std::fs;
use std::path::Path;
use std::process::Command;

use conformance::peer;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;
use crosscheck::server::Policy;
use crosscheck_export::Server;
use crosscheck_export::export;
use crosscheck_export::fix;
use serde_json::Value;
use serde_json::json;

use crate::exported::policies::policies;

#[test]
fn templates_of_cloudformation_are_as_their_schemas_want_them() {
    if peer::require_or_skip(peer::CFN_LINT).is_none() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = Vec::new();
    let mut write = |name: String, text: &str| {
        fs::write(folder.path().join(&name), text).expect("it is written");
        files.push(name);
    };
    for (number, (name, config)) in policies().into_iter().enumerate() {
        let policy = Policy::new(&config).expect(name);
        let export = export(&policy, Server::ApiGateway).expect("it can be written for");
        write(format!("api-{number}.yaml"), &export.files[0].text);
    }
    let mut policies_of_headers = 0;
    for (number, rule) in FetchRule::ALL.iter().enumerate() {
        let Some(patch) = fix(&Refusal::new(*rule), Server::CloudFront) else { continue };
        let parts = patch.parts.iter();
        // Where one is there already, a patch is a line of it.
        let is_whole = |text: &str| text.starts_with('{');
        let parts = parts.filter(|part| part.place.contains("response headers policy"));
        for part in parts.filter(|part| is_whole(&part.text)) {
            let config: Value = serde_json::from_str(&part.text).expect("it is JSON");
            write(format!("headers-{number}.json"), &template_of(config).to_string());
            policies_of_headers += 1;
        }
    }
    assert!(policies_of_headers > 3, "{policies_of_headers}");
    // A schema that takes everything would hold nothing to anything.
    let wrong = "Resources:\n  Api:\n    Type: AWS::ApiGatewayV2::Api\n    Properties:\n      Name: api\n      \
                 ProtocolType: HTTP\n      CorsConfiguration:\n        AllowOrigin: [\"*\"]\n";
    write("wrong.yaml".into(), wrong);
    write(
        "wrong.json".into(),
        &template_of(json!({ "Name": "cors", "CorsConfig": {} })).to_string(),
    );
    let packages = Path::new(peer::CFN_LINT).ancestors().nth(2).expect("a folder");
    let mut lint = Command::new("python3");
    lint.args(["-c", "from cfnlint.runner import main; main()", "--format", "json"]);
    lint.args(["--regions", "us-east-1", "--template"]);
    lint.args(&files).env("PYTHONPATH", packages).current_dir(folder.path());
    let output = lint.output().expect("Python runs");
    let told: Vec<Value> = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let file = |said: &Value| said["Filename"].as_str().unwrap_or_default().to_owned();
    let wrong: Vec<String> = told.iter().map(file).filter(|name| name.contains("wrong")).collect();
    assert_eq!(wrong.len(), told.len(), "{told:#?}");
    for name in ["wrong.yaml", "wrong.json"] {
        assert!(wrong.iter().any(|file| file.ends_with(name)), "{name}: {told:#?}");
    }
}

/// A resource of CloudFormation of what the command line takes, which counts its lists.
fn template_of(mut config: Value) -> Value {
    let lists = config["CorsConfig"].as_object_mut().into_iter().flatten();
    for (_, list) in lists {
        if let Some(list) = list.as_object_mut() {
            list.remove("Quantity");
        }
    }
    let properties = json!({ "ResponseHeadersPolicyConfig": config });
    json!({
        "Resources": {
            "Headers": { "Type": "AWS::CloudFront::ResponseHeadersPolicy", "Properties": properties }
        }
    })
}
