//! What every reader needs: the text, and what is to be said about it.

use std::collections::BTreeSet;

use crosscheck::server::Config;
use crosscheck::server::Policy;

use super::code::Code;
use super::elsewhere;
use super::filled_in::NOT_HERE;
use super::imported::ImportError;
use super::imported::Imported;
use super::imported::MOST_BYTES;
use super::imported::Remark;
use super::missing::Missing;
use super::program::Ask;
use super::program::deduce;
use super::read::Read;
use super::reasons::NO_LITERAL;
use super::regex::MOST_EXPRESSIONS;
use super::settle::settle;
use super::source::At;
use super::source::Source;
use crate::Server;

/// A text that is being read.
pub(crate) struct Reader<'t> {
    source: Source<'t>,
    others: &'t dyn Fn(&str) -> Option<String>,
    others_left: usize,
    expressions_left: usize,
    not_understood: Vec<Remark>,
    /// Those whose values are not here: which they are, where they stand, and how they are written.
    without_values: Vec<(usize, At, String)>,
    notes: Vec<Remark>,
    directives: usize,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(text: &'t str, others: &'t dyn Fn(&str) -> Option<String>) -> Self {
        let (not_understood, notes) = Default::default();
        let source = Source::new(text);
        Self {
            source,
            others,
            others_left: MOST_FILES,
            expressions_left: MOST_EXPRESSIONS,
            not_understood,
            without_values: Vec::new(),
            notes,
            directives: 0,
        }
    }

    /// The text of another file, if it is at hand.
    pub(crate) fn other(&mut self, name: &str) -> Option<String> {
        self.others_left = self.others_left.checked_sub(1)?;
        (self.others)(name).filter(|text| text.len() <= MOST_BYTES)
    }

    /// Whether one more expression may be looked into.
    pub(crate) const fn may_look_into_one(&mut self) -> bool {
        let left = self.expressions_left;
        self.expressions_left = left.saturating_sub(1);
        left > 0
    }

    pub(crate) const fn text(&self) -> &'t str {
        self.source.text
    }

    /// Counts a part that is about CORS.
    pub(crate) const fn count(&mut self) {
        self.directives += 1;
    }

    /// Says that a part is not understood. It has been counted.
    pub(crate) fn miss(&mut self, at: At, part: &str, reason: &str) {
        if self.not_understood.len() < MOST_REMARKS {
            self.miss_at(Some(at), part, &reason.into());
        }
    }

    /// The same, with a witness if there is one.
    pub(crate) fn miss_for(&mut self, at: At, part: &str, missing: &Missing) {
        if self.not_understood.len() < MOST_REMARKS {
            self.miss_at(Some(at), part, missing);
        }
    }

    /// Says something about a part that is understood.
    pub(crate) fn note(&mut self, at: At, part: &str, reason: &str) {
        if self.notes.len() < MOST_REMARKS {
            let remark = self.source.remark(at, part, reason);
            if !self.notes.contains(&remark) {
                self.notes.push(remark);
            }
        }
    }

    /// What the whole comes to.
    pub(crate) fn finish(
        mut self,
        server: Server,
        read: Result<Read, (At, String)>,
    ) -> Result<Imported, ImportError> {
        let read = read.map_err(|(at, reason)| {
            let rest = self.source.text.get(at..).unwrap_or_default();
            ImportError::Malformed(self.source.remark(at, rest, &reason))
        })?;
        let mut said = BTreeSet::new();
        let mut has_witnesses = false;
        let draft = match &read {
            Read::Draft(draft) => draft.clone(),
            Read::Program(program) => {
                let deduced = deduce(program, Ask::Meant);
                has_witnesses = deduced.missing.iter().any(|(.., why)| why.witness.is_some());
                for (at, text, missing) in deduced.missing.into_iter().take(MOST_REMARKS) {
                    let at = if at == 0 { self.place_of(&text) } else { Some(at) };
                    self.miss_at(at, &text, &missing);
                }
                for origin in deduced.unsent.iter().take(MOST_REMARKS) {
                    let at = self.place_of(origin);
                    let remark = self.remark_at(at, origin, UNSENT);
                    self.notes.push(remark);
                }
                for (text, reason) in deduced.notes.iter().take(MOST_REMARKS) {
                    let remark = self.remark_at(self.place_of(text), text, reason);
                    self.notes.push(remark);
                }
                said.extend(deduced.notes.into_iter().map(|(path, _)| path));
                deduced.draft
            }
        };
        let draft_with_witnesses = draft.with_witnesses();
        let settled = settle(draft);
        self.leave_out_moot(&settled.config);
        for (text, reason) in settled.notes.iter().take(MOST_REMARKS) {
            let at = self.place_of(text);
            let remark = self.remark_at(at, text, reason);
            self.notes.push(remark);
        }
        for (text, reason) in settled.lost.iter().take(MOST_REMARKS) {
            let at = self.place_of(text);
            self.miss_at(at, text, &reason.as_str().into());
        }
        if let Read::Program(program) = &read {
            let others = Policy::new(&settled.config)
                .map(|policy| program.otherwise(&policy, &said))
                .unwrap_or_default();
            // What is not understood explains it.
            if let Some(other) = others.filter(|_| self.not_understood.is_empty()) {
                self.miss_at(None, &other.0, &other.1.into());
            }
        }
        // Last, so that it takes nothing from what is asked above.
        let with_witnesses = match &read {
            Read::Program(program) if has_witnesses => deduce(program, Ask::WithWitnesses).whole(),
            _ => draft_with_witnesses,
        };
        self.find_givers(None);
        self.not_understood.sort();
        self.notes.sort();
        self.notes.dedup();
        let config: Config = settled.config;
        let config_with_witnesses =
            with_witnesses.map_or_else(|| config.clone(), |draft| settle(draft).config);
        let Self { not_understood, notes, directives, .. } = self;
        Ok(Imported { server, config, config_with_witnesses, not_understood, notes, directives })
    }

    /// Says nothing of what lets in too many where everybody is let in anyway.
    fn leave_out_moot(&mut self, config: &Config) {
        let Ok(policy) = Policy::new(config) else { return };
        let paths: Vec<String> =
            policy.statements().map(|statement| statement.path().to_owned()).collect();
        self.not_understood.retain(|remark| {
            let is_let_in = |witness: &String| {
                paths.iter().all(|path| policy.allows_origin(path, witness.as_bytes()))
            };
            !remark.witness.as_ref().is_some_and(is_let_in)
        });
    }

    /// Says of values that are not here what gives them. In: the program, if the text is one.
    pub(crate) fn find_givers(&mut self, program: Option<&Code>) {
        for (number, at, written) in std::mem::take(&mut self.without_values) {
            let given_by = match program {
                Some(program) => elsewhere::of_program(program, at),
                None => elsewhere::of_deployment(&written),
            };
            let Some(remark) = self.not_understood.get_mut(number) else { continue };
            if let Some(name) = &given_by {
                remark.reason = format!(
                    "`{name}` gives its value, which is not in this file: put what it comes to in its place"
                );
            }
            remark.given_by = given_by;
        }
    }

    fn miss_at(&mut self, at: Option<At>, text: &str, missing: &Missing) {
        let remark = self.remark_at(at, text, &missing.reason);
        let remark = Remark { witness: missing.witness.clone(), ..remark };
        if self.not_understood.contains(&remark) {
            return;
        }
        if [NO_LITERAL, NOT_HERE].contains(&missing.reason.as_str()) {
            let at = at.unwrap_or_default();
            self.without_values.push((self.not_understood.len(), at, text.to_owned()));
        }
        self.not_understood.push(remark);
    }

    fn remark_at(&self, at: Option<At>, text: &str, reason: &str) -> Remark {
        match at {
            Some(at) => self.source.remark(at, text, reason),
            None => Remark { line: 0, column: 0, ..self.source.remark(0, text, reason) },
        }
    }

    /// Where a text first stands, if it does.
    fn place_of(&self, text: &str) -> Option<At> {
        if text.len() < 3 { None } else { self.source.text.find(text) }
    }
}

/// Of what stands among origins and is none.
pub(super) const UNSENT: &str = "no browser sends it as an origin, so it lets nobody in";
/// How many other files are read.
const MOST_FILES: usize = 40;
/// How much is said.
const MOST_REMARKS: usize = 1_000;
