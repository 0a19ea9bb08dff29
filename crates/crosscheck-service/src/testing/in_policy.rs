//! Where a policy says what a header says.

/// What to change in the policy so that an answer has a header line; `None` if no field of it says that.
pub(super) fn in_policy(header: &str, value: &str) -> Option<String> {
    let lists = |field: &str| {
        let words = value.split(',').map(|word| format!("{:?}", word.trim()));
        format!("in the policy: {} in {field}", words.collect::<Vec<_>>().join(", "))
    };
    Some(match &*header.to_ascii_lowercase() {
        // A policy that lists it has not seen the request: it is routed past the layer, or the path is cut.
        "access-control-allow-origin" => {
            lists("`origins`")
                + "; if it stands there, the layer does not see this path, or not whole"
        }
        "access-control-allow-methods" => lists("`methods`"),
        "access-control-allow-headers" => lists("`request_headers`"),
        "access-control-expose-headers" => lists("`expose_headers`"),
        "access-control-allow-credentials" => "in the policy: `credentials: true`".into(),
        "timing-allow-origin" => "in the policy: `expose_timing: true`".into(),
        _ => return None,
    })
}
