//! The configuration or the code of a server that people paste beside what their console said: whose it is, what is
//! wrong in it, and whether it would let the request through.

use crosscheck::agent::Stage;
use crosscheck::catalog::FetchRule;
use crosscheck::server::Obstacle;
use crosscheck::server::PageRequest;
use crosscheck::server::Policy;
use crosscheck::server::Reason;
use crosscheck_export::Imported;
use crosscheck_export::Server;
use crosscheck_export::import;
use url::Url;

use super::by_hand;
use super::header_lines::header_line;
use super::header_side::is_answered;
use super::kept::keep;
use super::kept::uncovered;
use super::named_stack::spoken_of;
use super::report::Finding;
use super::report::Report;

/// The longest text in which it is looked for, and the most pieces that are looked at.
const MOST: usize = 64 * 1024;
const MOST_PIECES: usize = 24;

/// The most remarks that are told.
const MOST_REMARKS: usize = 4;

/// Notes what the configuration beside a refusal tells, and lets the patch be for its server.
pub(super) fn note(report: &mut Report, text: &str) {
    if report.findings.is_empty() || text.len() > MOST {
        return;
    }
    if note_socket_io(report) {
        return;
    }
    note_spring_gateway(report, text);
    let mut configurations = configurations_in(text, None);
    if configurations.is_empty()
        && let Some(server) = spoken_of(text)
    {
        // A part of a configuration does not tell by itself whose it is.
        configurations = configurations_in(text, Some(server));
    }
    note_all_that_write(report, &configurations);
    let Some((before, imported)) = configurations.pop() else {
        by_hand::note(report, text);
        let code = CODE.iter().find(|(words, _)| text.contains(words));
        let Some((_, server)) = code else { return };
        let open = report.findings.iter_mut().filter(|finding| finding.server.is_none());
        open.for_each(|finding| finding.server = Some(*server));
        return;
    };
    // What is not understood is no fault, and nobody asked for a policy.
    let Imported { server, not_understood, notes, .. } = &imported;
    for finding in &mut report.findings {
        finding.server = Some(*server);
    }
    report.note(format!("beside it stands a configuration of {}", server.title()));
    for remark in notes.iter().take(MOST_REMARKS) {
        let place = match remark.line {
            0 => String::new(),
            line => format!("line {}, ", before + line),
        };
        report.note(format!("{place}`{}`: {}", remark.text, remark.reason));
    }
    for finding in &mut report.findings {
        keep(finding, &imported.config);
    }
    if let Some(told) =
        report.findings.first().and_then(|finding| uncovered(finding, &imported.config))
    {
        report.note(told);
        return;
    }
    let is_whole = not_understood.is_empty() && notes.is_empty();
    let Some(finding) = report.findings.first().filter(|_| is_whole) else { return };
    match says(imported, finding, text) {
        Some(Said::Allowed) => report.note(
            "by itself that configuration lets this request through, so something else answers: see whether it is in \
             force (saved, deployed, restarted), covers this path, comes before what answers `OPTIONS` and errors, \
             and whether a proxy in front answers first"
                .into(),
        ),
        Some(Said::Refused(lacking)) => {
            report.note(
                "that configuration does not let this request through: what is told above is not in it, or not where \
                 it counts"
                    .into(),
            );
            lacking.into_iter().for_each(|lacking| report.note(lacking));
        }
        None => {}
    }
}

/// Notes who answers at Socket.IO's path, which is none of the frameworks beside it; whether that is asked.
fn note_socket_io(report: &mut Report) -> bool {
    let is_asked = report
        .findings
        .iter()
        .any(|finding| finding.case.url.as_deref().is_some_and(|url| url.contains("/socket.io/")));
    if is_asked {
        report.note(
            "Socket.IO answers at `/socket.io/` itself, before Express and its like: it takes an option of its own, `new \
             Server(server, { cors: { origin: [\"https://app.example.com\"], credentials: true } })` (version 2: \
             `origins`), and `app.use(cors())` does not reach it"
                .into(),
        );
    }
    is_asked
}

/// Notes how Spring's gateway keeps one of two headers, where the services behind it write theirs, too.
fn note_spring_gateway(report: &mut Report, text: &str) {
    let is_twice = report.tells_of_several_origins();
    let is_there = ["globalcors", "Spring Cloud Gateway", "spring.cloud.gateway"];
    if is_twice && is_there.iter().any(|word| text.contains(word)) {
        report.note(
            "Spring Cloud Gateway and a service behind it both write the headers: leave them to the gateway alone, or name \
             the filter `DedupeResponseHeader=Access-Control-Allow-Credentials Access-Control-Allow-Origin` among its \
             `default-filters`"
                .into(),
        );
    }
}

/// What only stands in code for one kind of server, or in what it throws, where it says nothing of CORS yet.
const CODE: [(&str, Server); 50] = [
    ("UseHttpsRedirection", Server::AspNet),
    ("spring.graphql.cors.", Server::Spring),
    ("management.endpoints.web.cors.", Server::Spring),
    ("NextResponse", Server::NextJs),
    ("next.config", Server::NextJs),
    ("NextApiRequest", Server::NextJs),
    ("next/server", Server::NextJs),
    ("pages/api/", Server::NextJs),
    ("/route.ts", Server::NextJs),
    ("VercelRequest", Server::Vercel),
    ("SecurityFilterChain", Server::Spring),
    ("@RestController", Server::Spring),
    ("@SpringBootApplication", Server::Spring),
    ("@EnableWebSecurity", Server::Spring),
    ("WebApplication.CreateBuilder", Server::AspNet),
    ("app.UseRouting()", Server::AspNet),
    ("app.UseCors(", Server::AspNet),
    ("Illuminate\\", Server::Laravel),
    ("$_SERVER[", Server::Php),
    ("header(\"Access-Control-", Server::Php),
    ("header('Access-Control-", Server::Php),
    ("FastAPI(", Server::FastApi),
    ("Flask(__name__", Server::Flask),
    ("MIDDLEWARE = [", Server::Django),
    ("django.middleware", Server::Django),
    ("gin.Default(", Server::Go),
    ("http.HandleFunc(", Server::Go),
    ("mux.NewRouter(", Server::Go),
    ("Rails.application", Server::Rails),
    ("NestFactory.create", Server::NestJs),
    ("new Hono(", Server::Hono),
    ("require('fastify')", Server::Fastify),
    ("express()", Server::Express),
    ("express.json()", Server::Express),
    ("expressMiddleware(", Server::Express),
    ("http.ResponseWriter", Server::Go),
    ("gin.New(", Server::Go),
    ("axum::", Server::Axum),
    ("actix_", Server::Actix),
    ("Cors::default()", Server::Actix),
    ("Cors::permissive()", Server::Actix),
    ("async fetch(request", Server::Cloudflare),
    ("addEventListener('fetch'", Server::Cloudflare),
    // Where an exception was thrown.
    ("org.springframework.", Server::Spring),
    ("allowedOrigins cannot contain the special value", Server::Spring),
    ("Microsoft.AspNetCore.", Server::AspNet),
    ("ActionController::RoutingError", Server::Rails),
    ("No route matches [OPTIONS]", Server::Rails),
    ("corsheaders.E", Server::Django),
    ("/node_modules/cors/", Server::Express),
];

/// The pieces of a text that are a server's configuration of CORS, each with how many lines are before it; the one
/// that says most comes last.
fn configurations_in(text: &str, server: Option<Server>) -> Vec<(usize, Imported)> {
    let pieces = pieces(text).into_iter().take(MOST_PIECES);
    let read = pieces.filter_map(|(before, piece)| {
        let imported = import(&made_whole(piece), server).ok()?;
        (imported.directives > 0).then_some((before, imported))
    });
    let mut read: Vec<(usize, Imported)> = read.collect();
    read.sort_by_key(|(_, imported)| imported.directives);
    read
}

/// Notes that several servers beside a header that is there twice write it.
fn note_all_that_write(report: &mut Report, configurations: &[(usize, Imported)]) {
    let is_twice = report.tells_of_several_origins();
    let mut servers: Vec<Server> = Vec::new();
    for (_, imported) in configurations {
        if !servers.contains(&imported.server) {
            servers.push(imported.server);
        }
    }
    if let ([one, other], true) = (&servers[..], is_twice) {
        report.note(format!(
            "both {} and {} write it, each in its configuration beside this: take it out of one of them",
            one.title(),
            other.title()
        ));
    }
}

/// Puts the array around the settings of Laravel that were taken out of it, in the same lines.
fn made_whole(piece: String) -> String {
    match piece.contains("'allowed_origins' =>") && !piece.contains("return [") {
        true => format!("<?php return [{piece}];"),
        false => piece,
    }
}

/// Runs of lines that nobody says and no browser or server writes: how many lines are before each, and its text.
fn pieces(text: &str) -> Vec<(usize, String)> {
    let mut pieces: Vec<(usize, String)> = Vec::new();
    let mut is_open = false;
    let lines: Vec<&str> = text.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        if line.trim().is_empty() {
            if let Some((_, piece)) = pieces.last_mut().filter(|_| is_open) {
                piece.push('\n');
            }
            continue;
        }
        // What only names what follows stands above an empty line.
        let is_label = line.trim_end().ends_with(':')
            && lines.get(index + 1).is_some_and(|next| next.trim().is_empty());
        if is_label || is_no_code(line) {
            is_open = false;
            continue;
        }
        if !is_open {
            pieces.push((index, String::new()));
            is_open = true;
        }
        if let Some((_, piece)) = pieces.last_mut() {
            piece.push_str(line);
            piece.push('\n');
        }
    }
    pieces.extend(blocks(&lines));
    pieces
}

/// What stands between brackets from a line on that begins at the margin, whatever is around it.
fn blocks(lines: &[&str]) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut rest = lines.iter().enumerate();
    while let Some((first, line)) = rest.next() {
        let is_begin = line.ends_with(['{', '[']) && !line.starts_with([' ', '\t']);
        if !is_begin || is_no_code(line) {
            continue;
        }
        let mut block = format!("{line}\n");
        let mut depth = depth_of(line);
        while depth > 0
            && let Some((_, line)) = rest.next()
        {
            block.push_str(line);
            block.push('\n');
            depth += depth_of(line);
        }
        blocks.push((first, block));
    }
    blocks
}

/// How many brackets a line opens more than it closes.
fn depth_of(line: &str) -> isize {
    let count = |signs: [char; 2]| line.matches(signs).count().cast_signed();
    count(['{', '[']) - count(['}', ']'])
}

/// Whether a line is a sentence, a console's, a fence of Markdown, or a header.
fn is_no_code(line: &str) -> bool {
    let is_indented = line.starts_with(['\t', ' ']);
    let line = line.trim();
    if line.starts_with("```") || line.contains("CORS policy") || line.contains("Origin Policy") {
        return true;
    }
    if is_indented || ["//", "#", "/*", "<!--"].iter().any(|mark| line.starts_with(mark)) {
        return false;
    }
    if line.starts_with("HTTP/") {
        return true;
    }
    // Of a mapping in YAML the names are others.
    if header_line(line).is_some_and(|(name, _)| is_answered(&name.to_ascii_lowercase())) {
        return true;
    }
    let words = line.split_whitespace().count();
    let has_signs =
        line.contains(['{', '}', '(', ')', '[', ']', ';', '=', '<', '>', '"', '*', '@']);
    // The name of a file, or a label.
    let is_label = words == 1
        && !line.starts_with(['.', '/', '-'])
        && line.contains(['.', '/'])
        && line.ends_with(char::is_alphanumeric);
    let is_sentence = line.ends_with(['.', '?', '!', ':', ',']) && words > 1;
    match has_signs {
        true => {
            let ends = line.ends_with(['.', '?', '!']);
            (line.starts_with(char::is_uppercase) && ends && words > 4) || is_prose(line)
        }
        false => is_label || is_sentence || words > 5 || is_of_words(line),
    }
}

/// Whether a line is a sentence about signs: most of it is words, and it ends as no statement does.
fn is_prose(line: &str) -> bool {
    let is_word = |word: &&str| {
        let word = word.trim_end_matches(['.', ',', ':', '?', '!']);
        !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || c == '\'')
    };
    let all = line.split_whitespace().count();
    let words = line.split_whitespace().filter(is_word).count();
    all > 6 && words * 4 > all * 3 && !line.ends_with([';', '{', '}', ')', ']', '"', '\''])
}

/// Whether a line is words and no more, as `and the call`, and begins no part of a configuration.
fn is_of_words(line: &str) -> bool {
    let is_of_letters = line.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '\'' | ','));
    is_of_letters && !line.split(' ').next().is_some_and(|first| BEGINNINGS.contains(&first))
}

const BEGINNINGS: [&str; 10] = [
    "import", "from", "use", "package", "frontend", "backend", "defaults", "global", "mode", "else",
];

/// What a configuration comes to for a request.
enum Said {
    Allowed,
    /// With what it lacks, where that is one thing.
    Refused(Option<String>),
}

/// What a configuration says of what was refused; `None` where that cannot be told.
fn says(imported: Imported, finding: &Finding, text: &str) -> Option<Said> {
    let case = &finding.case;
    let is_credentialed = match case.rule {
        FetchRule::WildcardWithCredentials | FetchRule::AllowCredentials => true,
        FetchRule::AllowOriginMissing
        | FetchRule::AllowOriginMismatch
        | FetchRule::MethodNotAllowed
        | FetchRule::HeadersNotAllowed => false,
        _ => return None,
    };
    let policy = Policy::try_from(imported.config).ok()?;
    let path = case.url.as_deref().and_then(|url| Url::parse(url).ok());
    let path = path.as_ref().map_or("/", Url::path);
    // A preflight that does not tell what it asks for may ask for anything.
    let is_open = case.method.is_none() && case.header_names.is_empty();
    let is_open = is_open && case.stage == Some(Stage::Preflight);
    let spoken_of = if is_open { only_method(text) } else { None };
    let method = case.method.as_deref().or(spoken_of).unwrap_or("GET");
    let mut request = PageRequest::new(case.origin.as_deref()?, method, path);
    for name in &case.header_names {
        request = request.header(name, "application/json");
    }
    if is_credentialed {
        request = request.with_credentials();
    }
    let origin = case.origin.as_deref().unwrap_or_default();
    match policy.may(&request) {
        Ok(()) if is_open => None,
        Ok(()) => Some(Said::Allowed),
        Err(obstacle) => Some(Said::Refused(match obstacle {
            Obstacle::Preflight(Reason::OriginNotAllowed)
            | Obstacle::Answer(Reason::OriginNotAllowed) => {
                Some(format!("its list of origins lacks `{origin}`: add it there"))
            }
            Obstacle::Preflight(Reason::MethodNotAllowed) => {
                Some(format!("its list of methods lacks `{method}`: add it there"))
            }
            Obstacle::Preflight(Reason::HeaderNotAllowed) => Some(format!(
                "its list of request headers lacks `{}`: add it there",
                case.header_names.join("`, `")
            )),
            Obstacle::Credentials => {
                Some("it does not let requests with credentials through: allow them there".into())
            }
            _ => None,
        })),
    }
}

/// The one method beyond those that need no permission that a text speaks of, not as a word in quotes, which stands in a
/// list.
fn only_method(text: &str) -> Option<&'static str> {
    let words = || text.split(|c: char| c.is_whitespace() || ".,;:!?()".contains(c));
    let mut spoken =
        ["PUT", "PATCH", "DELETE"].into_iter().filter(|method| words().any(|word| word == *method));
    spoken.next().filter(|_| spoken.next().is_none())
}
