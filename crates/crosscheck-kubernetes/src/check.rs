//! `check`: what a controller would write, from files.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::ops::RangeInclusive;

use anyhow::Context;
use anyhow::bail;
use crosscheck::catalog::Severity;
use crosscheck_config::visible::visible;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;
use k8s_openapi::jiff::Timestamp;
use kube::ResourceExt;
use kube::core::DynamicObject;
use serde_json::Value;

use crate::judgement::Judgement;
use crate::judgement::line;
use crate::namespace::Completeness;
use crate::namespace::Namespace;
use crate::namespace::remarks;
use crate::plan::Write;
use crate::plan::plan;
use crate::resource::API_VERSION;
use crate::resource::CorsPolicy;
use crate::resource::GATEWAY_API;
use crate::resource::TargetKind;

/// What came of files.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    /// What would be written, in order.
    pub(crate) extensions: Vec<Value>,
    /// What there is to say, a line each, with its policy.
    pub(crate) told: Vec<(Severity, String)>,
    /// How many policies were looked at.
    pub(crate) policies: usize,
}

/// Looks at files of YAML or JSON, `-` for the standard input; in each, resources of any kind. In: the policies as they
/// were, the module's name.
pub(crate) fn check(files: &[String], before: &[String], module: &str) -> anyhow::Result<Checked> {
    let mut checked = Checked::default();
    let mut of_old = Checked::default();
    let old = namespaces(before, &mut of_old)?;
    if let Some((_, text)) = of_old.told.first() {
        bail!("who may do more than before cannot be told: {text}");
    }
    let mut namespaces = namespaces(files, &mut checked)?;
    if checked.policies == 0 {
        bail!("no CorsPolicy of {API_VERSION} is in there");
    }
    for (place, namespace) in &mut namespaces {
        namespace.sort();
        look(namespace, old.get(place), module, &mut checked);
    }
    Ok(checked)
}

/// What is in files, by namespace.
fn namespaces(
    files: &[String],
    checked: &mut Checked,
) -> anyhow::Result<BTreeMap<String, Namespace>> {
    let mut namespaces = BTreeMap::new();
    for file in files {
        let text = read(file)?;
        let documents: Vec<Value> = serde_saphyr::from_multiple(&text).map_err(|error| {
            anyhow::anyhow!("{}: {}", visible(file), visible(&error.to_string()))
        })?;
        for document in documents {
            for resource in items(document) {
                take(resource, file, &mut namespaces, checked)?;
            }
        }
    }
    Ok(namespaces)
}

/// What the resources of one namespace mean.
fn look(namespace: &Namespace, old: Option<&Namespace>, module: &str, checked: &mut Checked) {
    let judged: Vec<(String, Judgement)> = namespace
        .policies
        .iter()
        .map(|policy| (policy.name_any(), Judgement::of(&policy.spec, &full_name(policy))))
        .collect();
    let by_name = judged.iter().map(|(name, judgement)| (name.clone(), judgement)).collect();
    for (policy, (_, judgement)) in namespace.policies.iter().zip(&judged) {
        let name = full_name(policy);
        let mut say =
            |severity, text: String| checked.told.push((severity, format!("{name}: {text}")));
        judgement.findings.iter().for_each(|finding| say(finding.severity, line(finding)));
        if !TARGETS.contains(&policy.spec.target_refs.len()) {
            let text = format!(
                "spec.targetRefs: a policy is attached to one resource at least and {} at most",
                TARGETS.end()
            );
            say(Severity::Error, text);
        }
        let same = |old: &&CorsPolicy| old.name_any() == policy.name_any();
        if let Some(old) = old.and_then(|old| old.policies.iter().find(same)) {
            let wider = judgement.widened(&old.spec);
            wider.iter().for_each(|text| say(Severity::Warning, visible(text)));
        }
        for target in &policy.spec.target_refs {
            if let (TargetKind::HttpRoute, Ok(Some(route))) = (target.kind, namespace.find(target))
            {
                remarks(route).iter().for_each(|text| say(Severity::Warning, visible(text)));
            }
        }
    }
    for write in plan(namespace, &by_name, module, &Time(Timestamp::UNIX_EPOCH)) {
        match write {
            Write::Apply { body, .. } => checked.extensions.push(body),
            // There is none in files.
            Write::Delete { .. } => {}
            Write::Status { policy, news, .. } => {
                let name = full_name(&policy);
                // What is invalid was said above, finding by finding.
                let detached = news.iter().filter(|said| {
                    said.kind == "Accepted" && !said.is_true && said.reason != "Invalid"
                });
                let told = detached.map(|said| format!("{name}: {}", visible(&said.text)));
                checked.told.extend(told.map(|text| (Severity::Error, text)));
            }
        }
    }
}

fn take(
    resource: Value,
    file: &str,
    namespaces: &mut BTreeMap<String, Namespace>,
    checked: &mut Checked,
) -> anyhow::Result<()> {
    if resource.is_null() {
        return Ok(());
    }
    let kind = resource["kind"].as_str().unwrap_or_default().to_owned();
    let version = resource["apiVersion"].as_str().unwrap_or_default().to_owned();
    let group = version.split_once('/').map(|(group, _)| group.to_owned()).unwrap_or_default();
    let place = resource["metadata"]["namespace"].as_str().unwrap_or_default().to_owned();
    let namespace = namespaces.entry(place).or_insert_with(|| Namespace {
        completeness: Completeness::Partial,
        ..Namespace::default()
    });
    match (group.as_str(), kind.as_str()) {
        (_, "CorsPolicy") if version != API_VERSION => bail!(
            "{}: the apiVersion of this CorsPolicy is `{}`, which no cluster has; write `{API_VERSION}`",
            visible(file),
            visible(&version)
        ),
        (_, "CorsPolicy") => {
            checked.policies += 1;
            let name = resource["metadata"]["name"].as_str().map_or(file, |name| name).to_owned();
            let place = resource["metadata"]["namespace"].as_str().map(str::to_owned);
            match CorsPolicy::read(resource) {
                Ok(policy) => namespace.policies.push(policy),
                Err(mistakes) => {
                    let name = in_full(&name, place.as_deref());
                    let told = mistakes.iter().map(|text| format!("{name}: {}", visible(text)));
                    checked.told.extend(told.map(|text| (Severity::Error, text)));
                }
            }
        }
        (GATEWAY_API, "Gateway") => namespace.gateways.push(object(resource)?),
        (GATEWAY_API, "HTTPRoute") => namespace.routes.push(object(resource)?),
        _ => {}
    }
    Ok(())
}

fn object(resource: Value) -> anyhow::Result<DynamicObject> {
    Ok(serde_json::from_value(resource)?)
}

/// What a document holds: a list's items, or itself.
fn items(mut document: Value) -> Vec<Value> {
    match document["items"].take() {
        Value::Array(items) if document["kind"] == "List" => items,
        _ => vec![document],
    }
}

fn full_name(policy: &CorsPolicy) -> String {
    in_full(&policy.name_any(), policy.namespace().as_deref())
}

fn in_full(name: &str, namespace: Option<&str>) -> String {
    let name = visible(name);
    match namespace {
        Some(namespace) => format!("{}/{name}", visible(namespace)),
        None => name,
    }
}

/// How many targets the definition takes.
const TARGETS: RangeInclusive<usize> = 1..=16;
/// As much as one resource of Kubernetes may have, a hundred times.
const MOST_BYTES: u64 = 150 << 20;

fn read(file: &str) -> anyhow::Result<String> {
    let mut text = String::new();
    let shown = visible(file);
    let mut reader: Box<dyn Read> = match file {
        "-" => Box::new(std::io::stdin()),
        file => Box::new(fs::File::open(file).with_context(|| format!("cannot read {shown}"))?),
    };
    reader
        .by_ref()
        .take(MOST_BYTES + 1)
        .read_to_string(&mut text)
        .with_context(|| format!("cannot read {shown}"))?;
    if text.len() as u64 > MOST_BYTES {
        bail!("{shown} is longer than {MOST_BYTES} bytes");
    }
    Ok(text)
}
