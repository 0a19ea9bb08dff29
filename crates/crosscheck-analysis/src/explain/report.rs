//! What is told, and how programs get it; for people it is `report_text`'s.

use crosscheck::agent::HttpRequest;
use crosscheck::agent::Stage;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::HeaderLines;
use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::RefusalView;
use crosscheck::diagnosis::Releases;
use crosscheck::diagnosis::RequiredHeaders;
use crosscheck_export::Server;
use serde::Serialize;
use serde::Serializer;

use super::header_side::meant_by;
use super::how_to_ask;
use crate::fixes::ServerFix;
use crate::fixes::Servers;
use crate::fixes::fixes;
use crate::refusal::RefusalDocument;

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "each has its exit code")]
pub enum Verdict {
    /// Something is refused.
    Refused,
    /// Nothing is.
    Allowed,
    /// Nothing was judged, something was explained.
    Explained,
    /// What is there was not enough.
    Unknown,
}

impl Verdict {
    /// What a program that asked ends with.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Allowed | Self::Explained => 0,
            Self::Refused => 1,
            Self::Unknown => 2,
        }
    }
}

/// All that is told about one input.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Report {
    pub(super) version: u32,
    pub(super) kind: &'static str,
    /// How it ended.
    pub verdict: Verdict,
    /// How many requests were judged.
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) judged: usize,
    /// What the name means, for a name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) meanings: Vec<Meaning>,
    /// The preflight that a browser would send.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) preflight: Option<Message>,
    /// Whether the first note says why nothing of the rest comes to pass as the call is: it is told first.
    #[serde(skip)]
    pub(super) is_note_first: bool,
    pub(super) findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) unjudged: Vec<Unjudged>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<String>,
}

/// What a name stands for.
#[derive(Debug, Serialize)]
pub(super) struct Meaning {
    /// `rule`, `finding` or `header`.
    pub(super) of: &'static str,
    pub(super) name: String,
    pub(super) what: String,
    pub(super) advice: String,
    /// Both in simplified Chinese.
    #[serde(skip)]
    pub(super) chinese: [String; 2],
}

/// A message to send, as far as it matters.
#[derive(Debug, Serialize)]
pub(super) struct Message {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
}

/// A request that could not be judged, for the answer to this message is not known.
#[derive(Debug, Serialize)]
pub(super) struct Unjudged {
    pub(super) message: Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<String>,
}

/// One refusal, or for a curl command one wish.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) case: Refusal,
    /// The whole of what the fix must let through.
    pub(super) wanted: Refusal,
    pub(super) browsers: Vec<&'static str>,
    /// The browser's releases that write the text.
    pub(super) releases: Releases,
    /// Other rules that the text may be about.
    pub(super) or_rules: Vec<FetchRule>,
    /// Whether the text tells only that something failed.
    pub(super) is_vague: bool,
    /// Whether nothing was refused: it tells what would be needed.
    pub(super) is_a_wish: bool,
    /// What is allowed already where the patch goes, so that it keeps it.
    pub(super) kept: Vec<Refusal>,
    /// The server that answered, if it told.
    pub(super) server: Option<Server>,
    pub(super) fixes: Vec<ServerFix>,
    /// The place of the finding whose patch is for this one, too.
    pub(super) fixed_with: Option<usize>,
}

impl Report {
    pub(super) fn new(kind: &'static str, verdict: Verdict, findings: Vec<Finding>) -> Self {
        Self {
            version: 2,
            kind,
            verdict,
            judged: 0,
            meanings: Vec::new(),
            preflight: None,
            is_note_first: false,
            findings,
            unjudged: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Notes names of an answer that are nearly those of headers, and none.
    pub(super) fn note_misspelled<'n>(&mut self, names: impl Iterator<Item = &'n str>) {
        for name in names {
            let Some(meant) = meant_by(name) else { continue };
            self.note(format!(
                "`{name}` is no header that browsers know: write `{}`",
                meant.name()
            ));
        }
    }

    /// Whether a header is there twice, or a list where one value belongs.
    pub(super) fn tells_of_several_origins(&self) -> bool {
        self.findings.iter().any(|finding| {
            matches!(finding.case.rule, FetchRule::AllowOriginMultiple | FetchRule::AllowOriginList)
        })
    }

    /// Notes something once.
    pub(super) fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Adds the patches for the servers that were asked for, or that told themselves.
    ///
    /// Of all that one kind of server refused there is one patch, with the first of these findings: two would
    /// undo each other where they are pasted.
    pub fn write_fixes(&mut self, servers: Option<&Servers>) {
        let mut groups: Vec<(Option<Server>, Vec<usize>)> = Vec::new();
        for (index, finding) in self.findings.iter().enumerate() {
            if finding.is_a_guess() || finding.needed().is_none() {
                continue;
            }
            let server = if servers.is_some() { None } else { finding.server };
            match groups.iter_mut().find(|(known, _)| *known == server) {
                Some((_, group)) => group.push(index),
                None => groups.push((server, vec![index])),
            }
        }
        for (server, group) in groups {
            let of_group = || group.iter().map(|index| &self.findings[*index]);
            let wanted: Vec<&Refusal> = of_group().map(|finding| &finding.wanted).collect();
            let kept: Vec<&Refusal> = of_group().flat_map(|finding| &finding.kept).collect();
            let needed = [wanted, kept].concat();
            let fixes = fixes(&needed, servers, server);
            if fixes.is_empty() {
                continue;
            }
            self.findings[group[0]].fixes = fixes;
            for other in &group[1..] {
                self.findings[*other].fixed_with = Some(group[0]);
            }
        }
        let is_open = !self.findings.is_empty() && self.findings.iter().all(Finding::is_a_guess);
        if let Some(place) = servers.and_then(Servers::where_to_look).filter(|_| is_open) {
            self.note(place);
            let case = &self.findings[0].case;
            let url = case.url.as_deref().unwrap_or("https://api.example.com/");
            self.note(format!(
                "the line that tells is on the console (F12), in red, with the whole URL; or ask the server as a browser \
                 does, with `{}`",
                how_to_ask::command(url, case.origin.as_deref(), "GET"),
            ));
        }
    }

    /// For each finding, how many its patch is for, itself among them.
    pub(super) fn shares(&self) -> Vec<usize> {
        let mut shares = vec![1; self.findings.len()];
        for with in self.findings.iter().filter_map(|finding| finding.fixed_with) {
            shares[with] += 1;
        }
        shares
    }
}

impl Message {
    pub(super) fn of(message: &HttpRequest) -> Self {
        let is_of_cors = |name: &str| {
            let name = name.to_ascii_lowercase();
            name == "origin" || name.starts_with("access-control-")
        };
        let lines = message.headers.iter().filter(|(name, _)| is_of_cors(name));
        Self {
            method: message.method.clone(),
            url: message.url.to_string(),
            headers: lines
                .map(|(name, value)| (name.into(), String::from_utf8_lossy(value).into_owned()))
                .collect(),
        }
    }
}

impl Finding {
    pub(super) fn of(case: Refusal) -> Self {
        Self {
            wanted: case.clone(),
            case,
            browsers: Vec::new(),
            releases: Releases::default(),
            or_rules: Vec::new(),
            is_vague: false,
            is_a_wish: false,
            kept: Vec::new(),
            server: None,
            fixes: Vec::new(),
            fixed_with: None,
        }
    }

    /// Whether both are mended by one patch: they ask one endpoint for names of the same list.
    pub(super) fn is_of_one_patch_with(&self, other: &Self) -> bool {
        let (a, b) = (&self.case, &other.case);
        let of_names = matches!(
            a.rule,
            FetchRule::HeaderNotExposed | FetchRule::HeadersNotAllowed | FetchRule::ForbiddenHeader
        );
        of_names && a.rule == b.rule && (&a.url, &a.origin, a.stage) == (&b.url, &b.origin, b.stage)
    }

    /// Whether another finding is of the same refusal, told by another browser.
    pub(super) fn is_told_by_another_browser_as(&self, other: &Self) -> bool {
        let (a, b) = (&self.case, &other.case);
        let is_same = |a: Option<&str>, b: Option<&str>| a.is_none() || b.is_none() || a == b;
        let is_other = !self.browsers.is_empty()
            && !other.browsers.is_empty()
            && other.browsers.iter().all(|browser| !self.browsers.contains(browser));
        is_other
            && a.url.is_some()
            && a.url == b.url
            && is_same(a.origin.as_deref(), b.origin.as_deref())
            && is_same(a.value.as_deref(), b.value.as_deref())
            && a.header_names == b.header_names
            && other.rules().any(|rule| self.rules().any(|known| known == rule))
    }

    /// Takes from such a finding what this one does not tell, and leaves of the rules those that both name.
    pub(super) fn add_evidence_of(&mut self, other: &Self) {
        let shared: Vec<FetchRule> =
            self.rules().filter(|rule| other.rules().any(|known| known == *rule)).collect();
        for refusal in [&mut self.case, &mut self.wanted] {
            let other = &other.case;
            refusal.rule = shared[0];
            refusal.origin = refusal.origin.take().or_else(|| other.origin.clone());
            refusal.value = refusal.value.take().or_else(|| other.value.clone());
            refusal.status = refusal.status.or(other.status);
            refusal.stage = refusal.stage.or(other.stage);
        }
        self.or_rules = shared[1..].to_vec();
        self.is_vague &= other.is_vague;
        self.browsers.extend(&other.browsers);
        self.releases = Releases::default();
    }

    /// The rules that it may be about, likeliest first.
    fn rules(&self) -> impl Iterator<Item = FetchRule> {
        [self.case.rule].into_iter().chain(self.or_rules.iter().copied())
    }

    /// Takes the names of another finding of the same list.
    pub(super) fn add_names_of(&mut self, other: &Self) {
        for refusal in [&mut self.case, &mut self.wanted] {
            for name in &other.case.header_names {
                if !refusal.header_names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                    refusal.header_names.push(name.clone());
                }
            }
        }
        for browser in &other.browsers {
            if !self.browsers.contains(browser) {
                self.browsers.push(browser);
            }
        }
    }

    /// Whether no rule is more than a guess, so that no patch may be made for it.
    pub(super) fn is_a_guess(&self) -> bool {
        self.is_vague && !self.or_rules.is_empty()
    }

    pub(super) fn needed(&self) -> Option<(HeaderLines, HeaderLines)> {
        RequiredHeaders::of(&self.wanted).map(|grant| grant.header_lines())
    }

    /// The evidence, in one line.
    fn seen(&self) -> Option<String> {
        let seen = self.evidence();
        (!seen.is_empty()).then(|| seen.join(", "))
    }

    /// The evidence, piece by piece.
    pub(super) fn evidence(&self) -> Vec<String> {
        let case = &self.case;
        let mut seen = Vec::new();
        let mut add = |what: &str, value: &Option<String>| {
            seen.extend(value.as_deref().map(|v| format!("{what}{v}")));
        };
        let stage = (case.stage == Some(Stage::Preflight)).then(String::new);
        add("on the preflight", &stage);
        add("", &case.url);
        add("redirected from ", &case.redirected_from);
        add("asked with `Origin: null`", &case.is_tainted.then(String::new));
        add("leads to ", &case.location);
        add("page ", &case.origin);
        add("from the browser's cache", &case.is_cached.then(String::new));
        add("method ", &case.method);
        add("header ", &Some(case.header_names.join(" ")).filter(|names| !names.is_empty()));
        add("it says ", &case.value.as_ref().map(|value| format!("`{value}`")));
        add("status ", &case.status.map(|status| status.to_string()));
        add("address space ", &case.address_space);
        seen
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut view = RefusalView::of_refusal(&self.case, &self.wanted);
        view.seen = self.seen();
        view = view.or(&self.case, &self.or_rules, self.is_vague);
        view.browsers.clone_from(&self.browsers);
        if self.is_a_wish {
            view = view.as_a_wish();
        }
        let server_software = self.server.map(Server::name);
        RefusalDocument {
            view,
            server_software,
            releases: Some(self.releases).filter(|releases| !releases.are_all()),
            fixes: self.fixes.clone(),
            fixed_with: self.fixed_with,
        }
        .serialize(serializer)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}
