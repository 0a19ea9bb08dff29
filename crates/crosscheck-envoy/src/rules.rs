//! What is configured, for a filter or for a route: whether anything is decided, by which policy, and
//! what comes of it.

use std::borrow::Cow;

use crosscheck::catalog::Severity;
use crosscheck::server::Policy;
use crosscheck_config::ReadOptions;
use crosscheck_config::Reading;
use crosscheck_config::read;
use crosscheck_config::visible::visible;
use serde::Deserialize;

use crate::log::Level;
use crate::log::Log;

/// What is configured, checked.
#[derive(Debug)]
pub(crate) enum Rules {
    /// Streams pass as if there were no filter.
    Off,
    /// A policy decides.
    By {
        policy: Box<Policy>,
        /// Whether it is obeyed, or only counted and noted.
        effect: Effect,
        /// The one in force, where this is on trial: requests on which the two part are counted.
        beside: Option<Box<Policy>>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Enforce,
    ReportOnly,
}

impl Effect {
    /// What the reason of a refusal is called: what is only reported is no reason of an answer, and stands beside that
    /// of the policy in force.
    pub(crate) const fn note(self) -> &'static str {
        match self {
            Self::Enforce => "reason",
            Self::ReportOnly => "report-only",
        }
    }
}

impl Rules {
    /// Reads a configuration. In: the name that it has in Envoy's ([`NAMED_BY`]), which says what is to come
    /// of it; the text of a policy file.
    ///
    /// Out: `None` if something is wrong, so that Envoy refuses it and what was there stays in force. All
    /// that is to be said is in the log, for Envoy itself only tells that it was refused.
    pub(crate) fn read(name: &[u8], text: &[u8], log: &impl Log) -> Option<Self> {
        let effect = match name {
            b"off" => return Some(Self::Off),
            b"" | b"enforce" => Effect::Enforce,
            b"report-only" => Effect::ReportOnly,
            _ => {
                let name = visible(&String::from_utf8_lossy(name));
                let line = format!(
                    "there is no `{name}`; {NAMED_BY} is `enforce`, `report-only` or `off`"
                );
                log.write(Level::Error, &line);
                return None;
            }
        };
        let Ok(text) = str::from_utf8(text) else {
            let line = "the policy is not UTF-8; give its text as a `google.protobuf.StringValue`";
            log.write(Level::Error, line);
            return None;
        };
        let Given { policy, beside } = given(text);
        if beside.is_some() && effect == Effect::Enforce {
            let line = "`beside` is for a policy on trial: the name is to be `report-only`";
            log.write(Level::Error, line);
            return None;
        }
        let reading = read("policy", &policy, ReadOptions::default());
        tell(&reading, log);
        let policy = sound(reading)?;
        let beside = match beside.map(|text| sound(read("beside", &text, ReadOptions::default()))) {
            Some(None) => {
                log.write(Level::Error, "what is given as `beside` is no policy");
                return None;
            }
            beside => beside.flatten(),
        };
        log.write(Level::Info, &format!("the policy with the id {} is taken", policy.id()));
        Some(Self::By { policy, effect, beside })
    }
}

/// A policy whose assertions do not hold is one, but none to put in force.
fn sound(reading: Reading) -> Option<Box<Policy>> {
    let is_sound = reading.report.count(Severity::Error) == 0;
    reading.policy.filter(|_| is_sound).map(Box::new)
}

/// Where that name is.
const NAMED_BY: &str = if cfg!(target_family = "wasm") {
    "`root_id`, in Istio `pluginName`,"
} else {
    "`filter_name`, or `per_route_config_name`,"
};

/// What a configuration gives.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given<'t> {
    /// A policy's text.
    policy: Cow<'t, str>,
    /// That of the one in force, where it is on trial.
    beside: Option<String>,
}

/// Where a configuration is JSON, it is handed on as JSON: the text with its quotes (Envoy Gateway), or an
/// object that has it as `policy` (Istio, whose `pluginConfig` is one; a candidate of a fleet). No policy file is either.
fn given(text: &str) -> Given<'_> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Json {
        Text(String),
        Object(Given<'static>),
    }
    match serde_json::from_str(text) {
        Ok(Json::Text(text)) => Given { policy: Cow::Owned(text), beside: None },
        Ok(Json::Object(given)) => given,
        Err(_) => Given { policy: Cow::Borrowed(text), beside: None },
    }
}

/// Tells what was found, a line for each, the first of very many.
fn tell(reading: &Reading, log: &impl Log) {
    for (found, [(line, column), _]) in reading.report.placed().take(MOST_TOLD) {
        let level = match found.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Note => Level::Info,
        };
        let (kind, text) = (found.kind.name(), visible(&found.text));
        log.write(level, &format!("policy:{line}:{column}: {kind}: {text}"));
    }
    if let more @ 1.. = reading.report.diagnostics.len().saturating_sub(MOST_TOLD) {
        log.write(Level::Error, &format!("and {more} more: `crosscheck policy check` tells them"));
    }
    if reading.is_more_than_a_policy() {
        let line = "`[gateway]` and `[[upstream]]` are Envoy's business here, and not read";
        log.write(Level::Warning, line);
    }
    let mut rules = reading.config.rules.iter();
    if reading.config.origin_source || rules.any(|rule| rule.origin_source) {
        let line =
            "`origin_source`: nobody can be asked here; origins that no list holds are refused";
        log.write(Level::Warning, line);
    }
}

const MOST_TOLD: usize = 100;

#[cfg(test)]
mod tests {
    use super::Effect;
    use super::Rules;
    use crate::fake::FakeLog;

    const SOUND: &[u8] = b"[cors]\norigins = [\"https://app.example\"]\n";

    #[test]
    fn the_name_says_what_comes_of_the_policy() {
        let effect = |name: &[u8]| match Rules::read(name, SOUND, &FakeLog::default()) {
            Some(Rules::By { effect, .. }) => Some(effect),
            _ => None,
        };
        assert_eq!(effect(b"enforce"), Some(Effect::Enforce));
        assert_eq!(effect(b""), Some(Effect::Enforce));
        assert_eq!(effect(b"report-only"), Some(Effect::ReportOnly));
        assert!(matches!(Rules::read(b"off", b"", &FakeLog::default()), Some(Rules::Off)));
        let log = FakeLog::default();
        assert!(Rules::read(b"enforced\n", SOUND, &log).is_none());
        let told = log.lines().concat();
        assert!(told.contains("is `enforce`, `report-only` or `off`"), "{told}");
        assert!(!told.contains('\n'), "what others wrote makes no line of the log: {told}");
    }

    #[test]
    fn a_policy_that_comes_as_json_is_read_as_its_text() {
        let log = FakeLog::default();
        let text = br##""# of Envoy Gateway\n\n[cors]\norigins = [\"https://app.example\"]\n""##;
        assert!(Rules::read(b"enforce", text, &log).is_some(), "{:?}", log.lines());
        let of_istio = br#"{"policy":"[cors]\norigins = [\"https://app.example\"]\n"}"#;
        assert!(Rules::read(b"enforce", of_istio, &log).is_some(), "{:?}", log.lines());
        for text in [
            &br#""[cors]\norigins = [\"https://app.example/\"]\n""#[..],
            br#"{"policy":"[cors]\norigins = [\"https://app.example/\"]\n"}"#,
        ] {
            let log = FakeLog::default();
            assert!(Rules::read(b"enforce", text, &log).is_none());
            let told = log.lines().concat();
            assert!(told.contains("policy:2:12: invalid-origin: "), "by its own lines: {told}");
        }
        let other = br#"{"policy":"[cors]\norigins = []\n","mode":"off"}"#;
        assert!(Rules::read(b"enforce", other, &log).is_none(), "nothing is left unread");
        assert!(Rules::read(b"enforce", br#"{"cors":{"origins":[]}}"#, &log).is_none());
    }

    /// Each is refused, and the log says where and what to write.
    #[test]
    fn a_bad_policy_is_refused_with_its_findings() {
        for (text, told) in [
            (
                &b"[cors]\norigins = [\"https://app.example/\"]\n"[..],
                "policy:2:12: invalid-origin: ",
            ),
            (b"[cors]\norigins = [\"https://a.example\"\n", "not-toml"),
            (b"cors:\n  origins: []\n", "this is YAML"),
            (b"", "write `[cors]`"),
            (b"[cors]\norigins = [\"\xff\"]\n", "StringValue"),
            (
                b"[cors]\norigins = [\"https://app.example\"]\n[[assert]]\nname = \"nobody\"\n\
                  outside = [\"https://none.example\"]\nnever = [\"read\"]\n",
                "policy:6:10: broken-assertion: ",
            ),
        ] {
            let log = FakeLog::default();
            assert!(Rules::read(b"enforce", text, &log).is_none(), "{told}");
            let lines = log.lines().join("\n");
            assert!(lines.contains(told) && lines.contains("Error"), "{told}: {lines}");
        }
    }

    #[test]
    fn a_policy_on_trial_is_given_with_the_one_in_force() {
        let given = |name: &[u8], beside: &str| {
            let log = FakeLog::default();
            let policy = "[cors]\norigins = []\n";
            let text = serde_json::json!({ "policy": policy, "beside": beside }).to_string();
            let rules = Rules::read(name, text.as_bytes(), &log);
            (rules.is_some(), log.lines().concat())
        };
        assert!(given(b"report-only", "[cors]\norigins = []\n").0);
        let (is_taken, told) = given(b"report-only", "[cors]\norigins = [1]\n");
        assert!(!is_taken && told.contains("`beside` is no policy"), "{told}");
        let (is_taken, told) = given(b"enforce", "[cors]\norigins = []\n");
        assert!(!is_taken && told.contains("`report-only`"), "{told}");
    }

    #[test]
    fn what_is_not_done_here_is_told() {
        let text = b"[cors]\norigins = []\norigin_source = true\n[gateway]\nworkers = 1\n";
        let log = FakeLog::default();
        assert!(Rules::read(b"enforce", text, &log).is_some());
        let lines = log.lines().join("\n");
        assert!(lines.contains("`origin_source`") && lines.contains("`[gateway]`"), "{lines}");
    }
}
