"""Makes `firefox-locales.tsv`, `src/diagnosis/read/firefox_locales.rs` and
`src/diagnosis/read/firefox_beyond_locales.rs` of Firefox's language packs.

    apt-get download 'firefox-esr-l10n-de' …   (Debian; into a folder of its own)
    python3 firefox-locales.py FOLDER
"""
import glob, io, pathlib, re, subprocess, sys, tarfile, zipfile

HERE = pathlib.Path(__file__).resolve().parent
RUST = HERE / "../../src/diagnosis/read/firefox_locales.rs"
BEYOND = HERE / "../../src/diagnosis/read/firefox_beyond_locales.rs"
# What is left out on both sides: `is_left_out` in firefox_foreign.rs.
LEFT_OUT = set(" \t\u00a0\u202f\u200b\u200e\u200f'\"`‘’“”„‚«»‹›「」『』（）()［］[]:：.。,，、;；…")
# Keys that no header's name tells.
KEYS = {
    "CORSDisabled": "Disabled",
    "CORSDidNotSucceed2": "DidNotSucceed",
    "CORSExternalRedirectNotAllowed": "ExternalRedirect",
    "CORSRequestNotHttp": "NotHttp",
    "CORSMissingAllowOrigin2": "MissingAllowOrigin",
    "CORSMultipleAllowOriginNotAllowed": "MultipleAllowOrigin",
    "CORSPreflightDidNotSucceed3": "PreflightDidNotSucceed",
    "CORSInvalidAllowHeader": "InvalidAllowHeader",
    "CORSMissingAllowHeaderFromPreflight2": "MissingAllowHeader",
}
# Keys that a header's name tells, but for packs that translate or mistake it.
NAMED = {
    "CORSOriginHeaderNotAdded": ("OriginNotAdded", None),
    "CORSAllowOriginNotMatchingOrigin": ("NotMatching", "Access-Control-Allow-Origin"),
    "CORSNotSupportingCredentials": ("NotSupportingCredentials", "Access-Control-Allow-Origin"),
    "CORSMethodNotFound": ("MethodNotFound", "Access-Control-Allow-Methods"),
    "CORSMissingAllowCredentials": ("MissingAllowCredentials", "Access-Control-Allow-Credentials"),
    "CORSInvalidAllowMethod": ("InvalidAllowMethod", "Access-Control-Allow-Methods"),
}
# Texts beyond CORS of which no name survives translation, and a warning that is like others.
BEYOND_KEYS = {
    "BlockMixedActiveContent": "MixedContent",
    "BlockMixedDisplayContent": "MixedContent",
    "IneligibleResource": "IntegrityNeedsCors",
    "WarnScriptWithWrongMimeType": "Warning",
    "CheckSameOriginError": "MayNotLoad",
    "CheckLoadURIError": "MayNotLoad",
    "CORPBlocked": "ResourcePolicy",
}
# Texts beyond CORS that names tell: what they are filled with, and the rule that is right.
TOLD = {
    "BlockMixedActiveContent": ["http://api.example.com/x"],
    "BlockMixedDisplayContent": ["http://api.example.com/x"],
    "IneligibleResource": ["https://cdn.example.com/a.js"],
    "IntegrityMismatch3": ["sha384", "https://cdn.example.com/a.js", "abc="],
    "MimeTypeMismatch2": ["https://cdn.example.com/a.js", "text/plain"],
    "BlockModuleWithWrongMimeType": ["https://cdn.example.com/a.js", "text/html"],
    "BlockScriptWithWrongMimeType2": ["https://cdn.example.com/a.js", "text/html"],
    "WarnScriptWithWrongMimeType": ["https://cdn.example.com/a.js", "text/html"],
    "XFrameOptionsDeny": ["DENY", "https://b.example/", "https://app.example/"],
    "CSPGenericViolation": ["default-src 'self'", "https://api.example.com/x", "connect-src"],
    "CSPScriptViolation": ["script-src 'self'", "https://cdn.example.com/a.js", "script-src-elem"],
    "CSPROGenericViolation": ["connect-src 'self'", "https://api.example.com/x", "connect-src"],
    "CheckSameOriginError": ["https://app.example.com/", "https://api.example.com/x"],
    "CheckLoadURIError": ["https://app.example.com/", "file:///a.png"],
    "CORPBlocked": ["https://img.example.net/a.png", "https://developer.mozilla.org/"],
    "ResourceBlockedORB": ["https://cdn.example.com/a.json", "nosniff"],
}
FILES = ("security/security.properties", "security/csp.properties", "necko/necko.properties", "security/caps.properties")
OTHERS = ["CORSAllowHeaderFromPreflightDeprecation"]
HEADERS = ["Access-Control-Allow-" + end for end in ("Origin", "Credentials", "Methods", "Headers")]
FILLED = {"CORSDidNotSucceed2": "(null)", "CORSMissingAllowOrigin2": "404", "CORSPreflightDidNotSucceed3": "404"}
QUOTE = "['\"`‘’“”„«»「『]"


def texts_of(package):
    """A pack's language, and its texts about CORS by key."""
    tar = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(tar)) as files:
        pack = next(file for file in files if file.name.endswith(".xpi"))
        pack = zipfile.ZipFile(io.BytesIO(files.extractfile(pack).read()))
    names = [name for name in pack.namelist() if name.endswith(FILES)]
    texts = {}
    lines = [line for name in names for line in pack.read(name).decode().splitlines()]
    for line in lines:
        key, _, text = line.partition("=")
        if key.strip() in [*KEYS, *NAMED, *OTHERS, *TOLD, "CSPMessagePrefix"]:
            text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text).strip()
            if "%1$S" not in text:
                text = text.replace("%S", "%1$S", 1).replace("%S", "%2$S", 1)
            texts[key.strip()] = text
    return next(name.split("/")[1] for name in names if "security" in name), texts


def filled(text, values):
    for index, value in enumerate(values, 1):
        text = text.replace(f"%{index}$S", value)
    return text


def around_the_url(text):
    """What stands before the URL's hole and after it, up to the next hole."""
    before, after = text.split("%1$S", 1)
    return folded(before.split("%2$S")[-1]), folded(after.split("%2$S")[0])


def folded(text):
    return "".join(letter for letter in text if letter not in LEFT_OUT).replace("\u200c", "\\u{200c}")


def is_odd(key, tail):
    """Whether its header's name, or the quotes around a value, do not tell the key."""
    header = NAMED[key][1]
    if header is None:
        return not re.search(QUOTE + r"\s*Origin\s*['\"’”“»」]", tail) or not re.search("[(（]", tail)
    if [name for name in HEADERS if name in tail] != [header]:
        return True
    if "%2$S" in tail:
        return not re.search(QUOTE + r"\s*%2\$S", tail)
    if key == "CORSNotSupportingCredentials":
        return not re.search(QUOTE + r"\s*\*", tail)
    return key == "CORSMethodNotFound" and len(re.findall("[‘“„«「]", tail.replace(header, ""))) > 1


def main():
    packs = dict(texts_of(package) for package in sorted(glob.glob(sys.argv[1] + "/*.deb")))
    rows, lines, beyond = set(), [], set()
    for language, texts in sorted(packs.items()):
        prefix = texts.pop("CSPMessagePrefix", "Content-Security-Policy: %1$S")
        for key, text in sorted(texts.items()):
            if key in TOLD:
                told = filled(text, TOLD[key])
                told = prefix.replace("%1$S", told) if key.startswith("CSP") else told
                lines.append(f"{language}\t{key}\t{told}")
                around = around_the_url(text)
                # English is read elsewhere.
                if key in BEYOND_KEYS and any(around) and not re.match("isnoteligible|Blockedloading|SecurityError|Theresource", "".join(around)):
                    beyond.add((BEYOND_KEYS[key], *around))
                continue
            told = text.replace("%1$S", "https://api.example.com/items").replace("%2$S", FILLED.get(key, "x-token"))
            lines.append(f"{language}\t{key}\t{told}")
            tail = text.split("%1$S", 1)[1]
            before, after = (tail.split("%2$S") + [""])[:2]
            kind = KEYS.get(key) or (key in NAMED and is_odd(key, tail) and NAMED[key][0])
            # English is read elsewhere.
            if kind and not re.match("Reason(CORS|header|invalid|Multiple)", folded(before)):
                rows.add((kind, folded(before), folded(after)))
    (HERE / "firefox-locales.tsv").write_text("".join(line + "\n" for line in lines))
    names = sorted(packs)
    half = len(names) // 2
    uses = "".join(f"use super::firefox_key::Key::{key};\n" for key in sorted({row[0] for row in rows}))
    table = "".join(f'    ({key}, "{before}", "{after}"),\n' for key, before, after in sorted(rows))
    RUST.write_text(f"""//! What Firefox's language packs say after the URL, where header names do not tell it: made by
//! `tests/data/firefox-locales.py` of Debian's packages `firefox-esr-l10n-*`, version 153.8.0esr.
//!
//! Languages: {", ".join(names[:half])},
//! {", ".join(names[half:])}.

use super::firefox_key::Key;
{uses}
/// A message, and what is before and after what the browser puts into it, without blanks, quotes and
/// stops.
#[rustfmt::skip]
pub(super) const REASONS: &[(Key, &str, &str)] = &[
{table}];
""")
    table = "".join(f'    ({key}, "{before}", "{after}"),\n' for key, before, after in sorted(beyond))
    BEYOND.write_text(f"""//! What Firefox's language packs say around the URL of what is no matter of CORS, where no name tells it:
//! made with the other table by `tests/data/firefox-locales.py`.

use super::firefox_beyond_key::Beyond;
use super::firefox_beyond_key::Beyond::IntegrityNeedsCors;
use super::firefox_beyond_key::Beyond::MayNotLoad;
use super::firefox_beyond_key::Beyond::MixedContent;
use super::firefox_beyond_key::Beyond::ResourcePolicy;
use super::firefox_beyond_key::Beyond::Warning;

/// A message, and what is before its URL and after it, without blanks, quotes and stops.
#[rustfmt::skip]
pub(super) const AROUND: &[(Beyond, &str, &str)] = &[
{table}];
""")


main()
