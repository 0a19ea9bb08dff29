//! Making a policy of a configuration.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::fields::Checker;
use super::rules_by_path::group;
use crate::catalog::Severity;
use crate::server::config::Config;
use crate::server::config::ConfigErrors;
use crate::server::config::Written;
use crate::server::hash::fingerprint;
use crate::server::policy::CheckedRule;
use crate::server::policy::EditLists;
use crate::server::policy::Group;
use crate::server::policy::Policy;
use crate::server::policy::PolicyId;
use crate::server::policy::Values;

impl Policy {
    /// Checks a configuration. Fails with everything that is wrong with it, never with the first.
    ///
    /// What is allowed but worth a word is in [`findings`](Self::findings).
    ///
    /// # Example
    /// ```
    /// use crosscheck::catalog::FindingKind;
    /// use crosscheck::server::{Config, Policy};
    /// let config = Config { origins: vec!["https://app.example".into()], ..Config::default() };
    /// assert!(Policy::new(&config).is_ok());
    ///
    /// let config = Config { origins: vec!["null".into()], methods: vec!["P UT".into()], ..config };
    /// let errors = Policy::new(&config).unwrap_err();
    /// assert!(errors.iter().any(|error| error.kind == FindingKind::InvalidMethod));
    /// ```
    pub fn new(config: &Config) -> Result<Self, ConfigErrors> {
        let mut written: Vec<(String, Written<'_>)> = Vec::new();
        let flat = Written::flat(config);
        if config.rules.is_empty() || !flat.is_empty() {
            written.push((String::new(), flat));
        }
        let rules = config.rules.iter().enumerate();
        written.extend(rules.map(|(n, rule)| (format!("rules[{n}]."), Written::rule(rule))));

        let mut checker = Checker::new(&config.danger);
        let (mut checked, mut values) = (Vec::new(), Values::new());
        for (prefix, written) in &written {
            checker.enter(prefix, written.credentials);
            checked.push(CheckedRule::new(prefix, written, &mut checker, &mut values));
        }
        let (mut paths, mut groups) = group(&written, &checked, &mut checker);
        checker.enter("", false);
        checker.unused_dangers();
        let findings = checker.findings;
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(ConfigErrors(findings));
        }
        let lists = EditLists::new(&checked, &mut groups);
        paths.hand_down(&|one, other| Group::mean_the_same(&groups, one, other, &checked));
        let danger = config.danger;
        let id_of_others = fingerprint(&(&written, danger));
        let id = PolicyId::of(id_of_others, &checked);
        Ok(Self {
            rules: checked,
            groups,
            paths,
            lists,
            values,
            id,
            id_of_others,
            danger,
            findings,
        })
    }
}

impl Policy {
    /// Every page may read every answer, use every method and set every header, without credentials:
    /// for data that is anybody's.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Head, Policy};
    /// let headers = [
    ///     ("origin", "https://anybody.example"),
    ///     ("access-control-request-method", "DELETE"),
    ///     ("access-control-request-headers", "authorization,x-token"),
    /// ];
    /// let asked = Head::new("OPTIONS", "/", &headers);
    /// assert_eq!(Policy::permissive().decide(&asked).verdict(), Some(Ok(())));
    /// ```
    #[inline]
    pub fn permissive() -> Self {
        let star = || vec!["*".into()];
        let config = Config {
            origins: star(),
            methods: star(),
            request_headers: vec!["*".into(), "authorization".into()],
            expose_headers: star(),
            ..Config::default()
        };
        Self::new(&config).expect("without credentials stars are a policy")
    }

    /// No page of another origin may read anything, and there is nothing to say about it: for where a
    /// policy must stand and nobody is let in.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::Policy;
    /// let policy = Policy::off();
    /// assert!(!policy.allows_origin("/", b"https://app.example"));
    /// assert!(policy.findings().is_empty());
    /// ```
    #[inline]
    pub fn off() -> Self {
        let policy = Self::new(&Config::default()).expect("an empty list is a policy");
        Self { findings: Vec::new(), ..policy }
    }
}

impl TryFrom<Config> for Policy {
    type Error = ConfigErrors;

    fn try_from(config: Config) -> Result<Self, ConfigErrors> {
        Self::new(&config)
    }
}
