//! One review: what is asked, and what is answered.

use crosscheck::catalog::Severity;
use crosscheck_config::visible::visible_start;
use kube::core::DynamicObject;
use kube::core::admission::AdmissionRequest;
use kube::core::admission::AdmissionResponse;
use kube::core::admission::AdmissionReview;

use crate::judgement::Judgement;
use crate::resource::CorsPolicy;

/// Answers a review. In: its body, JSON. Fails if that is none.
pub(crate) fn review(body: &[u8]) -> Result<AdmissionReview<DynamicObject>, String> {
    let review: AdmissionReview<DynamicObject> = serde_json::from_slice(body)
        .map_err(|error| format!("this is no AdmissionReview: {error}"))?;
    let request: AdmissionRequest<DynamicObject> =
        review.try_into().map_err(|error| format!("this is no request for a review: {error}"))?;
    Ok(answer(&request).into_review())
}

fn answer(request: &AdmissionRequest<DynamicObject>) -> AdmissionResponse {
    let mut response = AdmissionResponse::from(request);
    // With DELETE there is no object; what goes is never in anybody's way, nor is what is going.
    let Some(object) = &request.object else { return response };
    if object.metadata.deletion_timestamp.is_some() {
        return response;
    }
    let policy = match read(object) {
        Ok(policy) => policy,
        Err(mistakes) => return response.deny(lines(&mistakes)),
    };
    let judgement = Judgement::of(&policy.spec, &request.name);
    let errors = judgement.told(Severity::Error);
    if !errors.is_empty() {
        return response.deny(lines(&errors));
    }
    let old = request.old_object.as_ref().and_then(|old| read(old).ok());
    let mut warnings = judgement.told(Severity::Warning);
    warnings.extend(old.map(|old| judgement.widened(&old.spec)).unwrap_or_default());
    warnings.truncate(MOST_WARNINGS);
    if !warnings.is_empty() {
        let short = warnings.iter().map(|text| visible_start(text, LONGEST_WARNING)).collect();
        response.warnings = Some(short);
    }
    response
}

fn read(object: &DynamicObject) -> Result<CorsPolicy, Vec<String>> {
    CorsPolicy::read(serde_json::to_value(object).map_err(|error| vec![error.to_string()])?)
}

fn lines(told: &[String]) -> String {
    let lines: Vec<String> = told.iter().map(|line| visible_start(line, LONGEST)).collect();
    lines.join("\n")
}

/// How many warnings are sent: the API server drops all beyond 4096 characters.
const MOST_WARNINGS: usize = 15;
/// As much as clients show of a warning: fewer than 256 characters.
const LONGEST_WARNING: usize = 240;
/// Of what is said of a field, in letters: it may hold whatever somebody wrote, at any length.
const LONGEST: usize = 1000;

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use serde_json::json;

    use super::review;

    fn policy(spec: Value) -> Value {
        let mut policy = json!({
            "apiVersion": "crosscheck.internal/v1alpha1",
            "kind": "CorsPolicy",
            "metadata": { "name": "app", "namespace": "shop" },
            "spec": spec,
        });
        policy["spec"]["targetRefs"] =
            json!([{ "group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "web" }]);
        policy
    }

    fn asked(operation: &str, object: Value, old: Value) -> Value {
        let kind =
            json!({ "group": "crosscheck.internal", "version": "v1alpha1", "kind": "CorsPolicy" });
        let resource = json!({ "group": "crosscheck.internal", "version": "v1alpha1", "resource": "corspolicies" });
        let body = json!({
            "apiVersion": "admission.k8s.io/v1",
            "kind": "AdmissionReview",
            "request": {
                "uid": "705ab4f5",
                "kind": kind,
                "resource": resource,
                "name": "app",
                "namespace": "shop",
                "operation": operation,
                "userInfo": {},
                "object": object,
                "oldObject": old,
                "dryRun": false,
            },
        });
        let answer = review(body.to_string().as_bytes()).expect("a review");
        let answer = serde_json::to_value(answer).expect("JSON");
        assert_eq!(answer["response"]["uid"], "705ab4f5");
        answer["response"].clone()
    }

    #[test]
    fn a_wrong_policy_is_refused_with_its_findings() {
        let spec = json!({ "origins": ["https://a.example/", "http://*"], "credentials": true });
        let response = asked("CREATE", policy(spec), Value::Null);
        assert_eq!(response["allowed"], false);
        let told = response["status"]["message"].as_str().expect("a message");
        assert!(told.contains("spec.origins[0]") && told.contains("spec.origins[1]"), "{told}");
    }

    #[test]
    fn all_fields_that_are_wrong_are_told_at_once() {
        let rules = json!([{ "paths": "/a" }, "/b", { "path": [] }]);
        for (spec, told) in [
            (json!({ "origin": [] }), &["spec.origin: unknown field `origin`"][..]),
            (
                json!({ "origins": [1, 2], "credential": true, "maxAge": -1, "mode": "enforce" }),
                &["spec.credential: ", "spec.maxAge: ", "spec.mode: ", "spec.origins[0]: "],
            ),
            // Of a list that is wrong as such the rest is not looked at.
            (json!({ "rules": rules }), &["spec.rules[0].paths: ", "spec.rules[1]: "]),
            (
                json!({ "max_age": 1, "danger": { "x": 1, "y": 2 } }),
                &["spec.danger.x: ", "spec.danger.y: ", "spec.max_age: "],
            ),
        ] {
            let response = asked("CREATE", policy(spec), Value::Null);
            assert_eq!(response["allowed"], false);
            let message = response["status"]["message"].as_str().expect("a message");
            let lines: Vec<&str> = message.lines().collect();
            assert_eq!(lines.len(), told.len(), "{message}");
            assert!(lines.iter().zip(told).all(|(line, told)| line.starts_with(told)), "{message}");
        }
        let mut strange = policy(json!({}));
        strange["spec"]["targetRefs"][0]["kind"] = json!("Service");
        let message = asked("CREATE", strange, Value::Null)["status"]["message"].to_string();
        assert!(
            message.contains("spec.targetRefs[0].kind: unknown variant `Service`"),
            "{message}"
        );
        assert!(!message.contains("missing"), "it is there: {message}");
        let nothing = json!({ "apiVersion": "crosscheck.internal/v1alpha1", "kind": "CorsPolicy", "metadata": { "name": "app" }, "spec": { "x": 1 } });
        let message = asked("CREATE", nothing, Value::Null)["status"]["message"].to_string();
        assert!(
            message.contains("spec.x: ") && message.contains("spec: missing field `targetRefs`"),
            "{message}"
        );
        let many: serde_json::Map<String, Value> =
            (0..100).map(|n| (format!("x{n}"), json!(1))).collect();
        let message =
            asked("CREATE", policy(Value::Object(many)), Value::Null)["status"]["message"]
                .to_string();
        assert_eq!(message.matches("unknown field").count(), 20, "{message}");
    }

    #[test]
    fn who_may_do_more_is_told_with_a_witness_and_who_may_do_less_is_not() {
        let narrow = policy(json!({ "origins": ["https://*.example.com"] }));
        let wide = policy(json!({ "origins": ["https://**.example.com"] }));
        let response = asked("UPDATE", wide.clone(), narrow.clone());
        assert_eq!(response["allowed"], true);
        let warning = response["warnings"][0].as_str().expect("a warning");
        assert!(
            warning.contains("may now read on `/`; e.g. `https://x.x.example.com`"),
            "{warning}"
        );
        let response = asked("UPDATE", narrow.clone(), wide);
        assert_eq!((&response["allowed"], &response["warnings"]), (&json!(true), &Value::Null));
        let response = asked("CREATE", narrow.clone(), Value::Null);
        assert_eq!((&response["allowed"], &response["warnings"]), (&json!(true), &Value::Null));
        assert_eq!(asked("DELETE", Value::Null, narrow)["allowed"], true);
    }

    #[test]
    fn a_sound_policy_takes_the_place_of_a_wrong_one() {
        let wrong = policy(json!({ "origins": ["https://a.example/"] }));
        let sound = policy(json!({ "origins": ["https://a.example"] }));
        assert_eq!(asked("UPDATE", sound, wrong)["allowed"], true);
    }

    #[test]
    fn warnings_are_few_and_short() {
        let long = "a".repeat(50);
        let origins: Vec<String> = (0..100)
            .map(|n| format!("https://{long}{n:03}.{long}.{long}.{long}.example"))
            .collect();
        let old = policy(json!({ "origins": ["https://a.example"] }));
        let response = asked("UPDATE", policy(json!({ "origins": origins })), old);
        let warnings = response["warnings"].as_array().expect("warnings");
        let lengths: Vec<usize> =
            warnings.iter().map(|each| each.as_str().unwrap_or_default().chars().count()).collect();
        assert!(lengths.len() <= 15 && lengths.iter().all(|length| *length < 256), "{lengths:?}");
    }

    #[test]
    fn what_is_told_is_short_whatever_was_written() {
        let long = "\u{202e}x".repeat(1 << 16);
        for spec in [
            json!({ "origins": [format!("https://{long}/"), long] }),
            json!({ "origins": vec!["https://a.example/"; 10_000] }),
            json!({ long.clone(): [] }),
            json!({ "maxAge": long }),
        ] {
            let response = asked("CREATE", policy(spec), Value::Null);
            assert_eq!(response["allowed"], false);
            let told = response["status"]["message"].as_str().expect("a message");
            assert!(told.len() < 50_000 && !told.contains('\u{202e}'), "{}", told.len());
        }
    }

    #[test]
    fn what_is_no_review_is_said_to_be_none() {
        for body in [
            "",
            "{}",
            "[1",
            "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\"}",
        ] {
            assert!(review(body.as_bytes()).is_err(), "{body}");
        }
    }
}
