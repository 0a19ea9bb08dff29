//! A policy for targets that have one object of CORS for a path: lists of origins, methods and headers.
//!
//! Which parts of a policy fit into it, and what is lost, is the same question for all of them; each tells
//! what it can say ([`Ability`]).

use crosscheck::diagnosis::RequiredHeaders;
use crosscheck::server::AnswerHeader;
use crosscheck::server::Answered;
use crosscheck::server::Edit;
use crosscheck::server::OriginPattern;
use crosscheck::server::PathStatement;
use crosscheck::server::Policy;
use crosscheck::server::RuleStatement;

use super::common_losses::common_losses;
use super::common_losses::many_origins;
use super::exported::Effect;
use super::exported::Loss;
use super::exported::LossKind;
use crate::fix::patch::header_names;
use crate::fix::patch::methods;

/// A pattern in a target's spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Spelled {
    /// It lets in the same.
    Exactly(String),
    /// They do together.
    Together(Vec<String>),
    /// It lets in more.
    Wider(String),
    /// There is one, which is longer than it takes.
    TooLong,
    /// There is none.
    Not,
}

/// How a target finds the object for a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paths {
    /// It has one for all.
    None,
    /// By expressions, which leave out what could be read in two ways.
    Expressions,
    /// By what a path begins with, as the target reads it.
    Prefixes,
}

/// How a target says that every request header may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnyHeader {
    /// It cannot.
    Unsaid,
    /// It answers with what was asked for, `Authorization` too.
    Echoed,
    /// It says `*`, which does not cover `Authorization`.
    Sent,
}

/// What a target can say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ability {
    /// How it spells a pattern.
    pub(crate) pattern: fn(&OriginPattern) -> Spelled,
    /// Whether it can name an origin.
    pub(crate) exact: fn(&str) -> bool,
    /// The most origins in one object.
    pub(crate) most_origins: usize,
    /// Whether it looks through them one by one.
    pub(crate) looks_through: bool,
    /// Whether it can name a method.
    pub(crate) method: fn(&str) -> bool,
    /// Whether it can say that every request header may be sent.
    pub(crate) any_header: AnyHeader,
    /// Whether credentials may pass.
    pub(crate) credentials: bool,
    /// Whether they may where everybody is let in.
    pub(crate) everybodys_credentials: bool,
    /// Whether it says everybody's own origin, where everybody is let in.
    pub(crate) echoes: bool,
    /// Whether it has an object for each rule of a path, of which the first that lists an origin speaks.
    pub(crate) rules: bool,
    /// Whether it has an object for each path.
    pub(crate) paths: Paths,
    /// Whether it can tell browsers not to keep a preflight's answer.
    pub(crate) no_age: bool,
    /// What else is lost on it, whatever the policy says.
    pub(crate) always: &'static [(LossKind, Effect, &'static str)],
}

/// One of them: a rule on a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CorsObject {
    /// The number of the path.
    pub(crate) path: usize,
    /// Origins by themselves; `*` alone is everybody.
    pub(crate) origins: Vec<String>,
    /// Patterns as the target spells them.
    pub(crate) patterns: Vec<String>,
    pub(crate) credentials: bool,
    /// What preflights may ask for, what needs no permission included; `*` alone is everything.
    pub(crate) methods: Vec<String>,
    pub(crate) request_headers: Vec<String>,
    pub(crate) expose_headers: Vec<String>,
    /// Seconds; `None` for what browsers take by themselves.
    pub(crate) max_age: Option<u32>,
}

impl CorsObject {
    /// What lets a request through that was refused.
    pub(crate) fn of(grant: &RequiredHeaders) -> Self {
        let owned = |items: Vec<&str>| items.into_iter().map(str::to_owned).collect();
        Self {
            origins: owned(grant.origins_or_example()),
            credentials: grant.credentials,
            methods: owned(methods(grant)),
            request_headers: header_names(grant).to_vec(),
            expose_headers: grant.expose.clone(),
            max_age: grant.preflight.as_ref().and_then(|preflight| preflight.max_age),
            ..Self::default()
        }
    }

    /// Whether everybody is let in.
    pub(crate) fn is_for_everybody(&self) -> bool {
        self.origins == ["*"]
    }

    /// Whether preflights may ask for every method.
    pub(crate) fn permits_any_method(&self) -> bool {
        self.methods == ["*"]
    }

    /// Whether nobody is let in.
    pub(crate) const fn is_silent(&self) -> bool {
        self.origins.is_empty() && self.patterns.is_empty()
    }
}

/// A path of a policy, for targets with one object a path.
#[derive(Debug)]
pub(crate) struct OnPath<'p> {
    pub(crate) statement: PathStatement<'p>,
    /// Its object, if it lets anybody in.
    pub(crate) object: Option<CorsObject>,
}

impl OnPath<'_> {
    pub(crate) fn path(&self) -> &str {
        self.statement.path()
    }

    pub(crate) const fn is_left(&self) -> bool {
        self.statement.is_left()
    }
}

impl Ability {
    /// The paths of a policy, each with its object, and what gets lost.
    pub(crate) fn by_path<'p>(&self, policy: &'p Policy) -> (Vec<OnPath<'p>>, Vec<Loss>) {
        let statements: Vec<PathStatement<'p>> = policy.statements().collect();
        let (objects, losses) = self.objects(&statements);
        let mut objects = objects.into_iter().peekable();
        let paths = statements.into_iter().enumerate().map(|(number, statement)| {
            let object = objects.next_if(|object| object.path == number);
            OnPath { statement, object: object.filter(|object| !object.is_silent()) }
        });
        (paths.collect(), losses)
    }

    /// The objects of a policy, path by path, and what gets lost.
    pub(crate) fn objects(&self, statements: &[PathStatement<'_>]) -> (Vec<CorsObject>, Vec<Loss>) {
        let mut objects = Vec::new();
        let mut losses: Vec<Loss> = Vec::new();
        let is_said = |statement: &PathStatement<'_>| {
            statement.path() == "/" && !statement.is_left() && statement.rules().next().is_some()
        };
        let is_said_everywhere = statements.iter().any(is_said);
        for (path, statement) in statements.iter().enumerate() {
            if self.paths == Paths::None && statement.path() != "/" {
                if is_said_everywhere {
                    let text = "who is let in elsewhere is let in here, too";
                    lose(&mut losses, Wider(LossKind::Paths), statement, text);
                }
                let text = "it has one list for all paths, and this is not it";
                lose(&mut losses, Narrower(LossKind::Paths), statement, text);
                continue;
            }
            for (at, rule) in statement.rules().enumerate() {
                if at > 0 && !self.rules {
                    let text = "it has one list of rights for all origins of a path: those of the first rule \
                                alone are let in";
                    lose(&mut losses, Narrower(LossKind::RulesByOrigin), statement, text);
                    break;
                }
                let before = losses.len();
                objects.push(self.object(path, statement, (at, &rule), &mut losses));
                let narrows =
                    |loss: &Loss| loss.kind == LossKind::Origins && loss.effect == Effect::Narrower;
                if self.rules
                    && at + 1 < statement.rules().count()
                    && losses.iter().skip(before).any(narrows)
                {
                    let text =
                        "whom a rule leaves out for that, the next one may let in, and do more";
                    lose(&mut losses, Wider(LossKind::RulesByOrigin), statement, text);
                }
            }
        }
        for mut loss in common_losses(statements, "it") {
            match (loss.kind, self.paths) {
                (LossKind::AmbiguousPath, Paths::None) => continue,
                (LossKind::AmbiguousPath, Paths::Prefixes) => {
                    loss.effect = Effect::Wider;
                    loss.text = "a path that could be read in two ways gets the headers of what it is taken for".into();
                }
                _ => {}
            }
            losses.push(loss);
        }
        if self.looks_through {
            losses.extend(many_origins(statements));
        }
        losses
            .extend(self.always.iter().map(|(kind, effect, text)| Loss::new(*kind, *effect, text)));
        (objects, losses)
    }

    fn object(
        &self,
        path: usize,
        statement: &PathStatement<'_>,
        (at, rule): (usize, &RuleStatement<'_>),
        losses: &mut Vec<Loss>,
    ) -> CorsObject {
        let mut lose = |loss: Said, text: &str| lose(losses, loss, statement, text);
        let mut object = CorsObject { path, ..CorsObject::default() };
        for answered in [Answered::Actual, Answered::PreflightPermitted] {
            statement.edits(Some(at), answered).each(|edit| match edit {
                Edit::Set(AnswerHeader::AllowCredentials, _) => object.credentials = true,
                Edit::Set(AnswerHeader::ExposeHeaders, value) => {
                    object.expose_headers = items(value.text);
                }
                Edit::Set(AnswerHeader::MaxAge, value) => object.max_age = value.text.parse().ok(),
                Edit::Set(header, _) | Edit::Echo(header) if !header.is_of_cors() => {
                    let name = header.name();
                    let text =
                        format!("it says no `{name}`: what the application says of it stays");
                    lose(Wider(LossKind::OtherHeaders), &text);
                }
                _ => {}
            });
        }
        self.name_origins(&mut object, rule, &mut lose);
        let methods = ["GET", "HEAD", "POST"].map(String::from).into_iter();
        object.methods = match rule.methods() {
            None => vec!["*".into()],
            Some(methods_named) => methods.chain(methods_named.iter().cloned()).collect(),
        };
        let (known, unknown): (Vec<String>, Vec<String>) =
            object.methods.into_iter().partition(|method| (self.method)(method));
        object.methods = known;
        if !unknown.is_empty() {
            let text = format!("it knows no method {}", unknown.join(", "));
            lose(Narrower(LossKind::Methods), &text);
        }
        if rule.lists_everybody() && !object.credentials && self.echoes {
            let text = "everybody's own origin is said in the place of `*`: a cache keeps an answer for each";
            lose(Costs(LossKind::Vary), text);
        }
        let any = rule.permits_any_request_header();
        let every = any.then(|| "*".to_owned()).into_iter();
        object.request_headers = match (any, self.any_header) {
            (true, AnyHeader::Echoed) => every.collect(),
            (true, AnyHeader::Sent) => every.chain(rule.request_headers().to_vec()).collect(),
            _ => rule.request_headers().to_vec(),
        };
        match (any, self.any_header) {
            (true, AnyHeader::Unsaid) => {
                lose(
                    Narrower(LossKind::RequestHeaders),
                    "it allows request headers by their names only",
                );
            }
            (true, AnyHeader::Echoed) if rule.request_headers().is_empty() => {
                lose(Wider(LossKind::RequestHeaders), "its `*` lets `Authorization` be sent, too");
            }
            _ => {}
        }
        let may = self.credentials && (self.everybodys_credentials || !rule.lists_everybody());
        if object.credentials && !may {
            object.credentials = false;
            lose(Narrower(LossKind::Credentials), "no credentials pass");
        }
        if object.max_age == Some(0) && !self.no_age {
            lose(
                Costs(LossKind::MaxAge),
                "browsers keep a preflight's answer all the same, for some seconds",
            );
            object.max_age = None;
        }
        object
    }

    fn name_origins(
        &self,
        object: &mut CorsObject,
        rule: &RuleStatement<'_>,
        lose: &mut impl FnMut(Said, &str),
    ) {
        if rule.lists_everybody() {
            object.origins = vec!["*".into()];
            return;
        }
        for origin in rule.exact_origins() {
            match (self.exact)(origin) {
                true => object.origins.push(origin.to_owned()),
                false => lose(Narrower(LossKind::Origins), &format!("it cannot name `{origin}`")),
            }
        }
        for pattern in rule.origin_patterns() {
            match (self.pattern)(pattern) {
                Spelled::Exactly(pattern) => object.patterns.push(pattern),
                Spelled::Together(patterns) => object.patterns.extend(patterns),
                Spelled::Wider(pattern) => {
                    lose(
                        Wider(LossKind::Origins),
                        &format!("its `{pattern}` lets more origins in"),
                    );
                    object.patterns.push(pattern);
                }
                Spelled::TooLong => {
                    let text = format!(
                        "an expression for origins of `{}` is longer than it takes: they are refused",
                        pattern.base
                    );
                    lose(Narrower(LossKind::Origins), &text);
                }
                Spelled::Not => {
                    let text = "it has no such patterns: who is let in by one is refused";
                    lose(Narrower(LossKind::Origins), text);
                }
            }
        }
        let most = self.most_origins.saturating_sub(object.patterns.len());
        if object.origins.len() > most {
            object.origins.truncate(most);
            let text = match self.most_origins {
                1 => "it takes one origin: the others are refused".to_owned(),
                most => format!("it takes {most} origins: the others are refused"),
            };
            lose(Narrower(LossKind::Origins), &text);
        }
    }
}

/// What a loss is about, and what it comes to.
enum Said {
    Narrower(LossKind),
    Wider(LossKind),
    Costs(LossKind),
}

use Said::Costs;
use Said::Narrower;
use Said::Wider;

/// Says a loss, once for each path.
fn lose(losses: &mut Vec<Loss>, said: Said, statement: &PathStatement<'_>, text: &str) {
    let (kind, effect) = match said {
        Narrower(kind) => (kind, Effect::Narrower),
        Wider(kind) => (kind, Effect::Wider),
        Costs(kind) => (kind, Effect::Costs),
    };
    let loss = Loss::new(kind, effect, text).at(statement.path().to_owned());
    // Those of one path stand together, at the end.
    let mut of_this = losses.iter().rev().take_while(|known| known.place == loss.place);
    if of_this.all(|known| *known != loss) {
        losses.push(loss);
    }
}

/// What a list of a header holds.
fn items(list: &str) -> Vec<String> {
    list.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}
