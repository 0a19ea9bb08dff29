//! CORS policies as resources of Kubernetes: a controller that carries them to Envoy Gateway, a webhook
//! that checks them when they are written, and a check of files for CI.
#![forbid(unsafe_code)]

mod arguments;
mod check;
mod conditions;
mod controller;
mod judgement;
mod manifest;
mod namespace;
mod plan;
mod resource;
mod talk;
mod webhook;

use std::io::Write;
use std::process::ExitCode;

use anyhow::anyhow;
use clap::Parser;
use crosscheck::catalog::Severity;
use crosscheck_config::visible::visible_lines;
use kube::Config;
use serde_json::json;
use tokio::runtime::Builder;
use tokio::runtime::Runtime;
use tokio::signal::unix::SignalKind;
use tokio::signal::unix::signal;

use crate::arguments::Arguments;
use crate::arguments::Command;
use crate::arguments::Output;
use crate::controller::Reach;
use crate::controller::Scope;
use crate::talk::tell;

fn main() -> ExitCode {
    match run(&Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            tell(&format!("error: {}", visible_lines(&format!("{error:#}"))));
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Crd => print(&manifest::custom_resource_definition()?)?,
        Command::Check { files, before, module, output } => {
            let checked = check::check(files, before, module)?;
            let is_wrong = checked.told.iter().any(|(severity, _)| *severity == Severity::Error);
            match output {
                Output::Yaml => {
                    for (severity, text) in &checked.told {
                        tell(&format!("{}: {text}", severity.name()));
                    }
                    for extension in &checked.extensions {
                        print(&format!("---\n{}", manifest::yaml(extension)?))?;
                    }
                }
                Output::Json => {
                    let findings = checked.told.iter().map(
                        |(severity, text)| json!({ "severity": severity.name(), "text": text }),
                    );
                    let told = json!({
                        "version": 1,
                        "findings": findings.collect::<Vec<_>>(),
                        "writes": checked.extensions,
                    });
                    print(&format!("{told:#}\n"))?;
                }
            }
            return Ok(ExitCode::from(u8::from(is_wrong)));
        }
        Command::Webhook { listen, certificate, key } => {
            let files = webhook::Files { certificate: certificate.clone(), key: key.clone() };
            runtime()?.block_on(until_ended(webhook::run(*listen, files)))?;
        }
        Command::Controller { namespace, module } => {
            let scope = namespace.clone().map_or(Scope::Cluster, Scope::Namespace);
            runtime()?.block_on(async {
                // What it says of itself names its sources already.
                let config = Config::infer().await.map_err(|error| {
                    anyhow!(
                        "there is no cluster at hand: run it in one, or name a file that kubectl can use in KUBECONFIG \
                         ({error})"
                    )
                })?;
                let (client, reach) = Reach::client(config)?;
                until_ended(controller::run(client, reach, &scope, module)).await
            })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn runtime() -> std::io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// Runs until it ends by itself, or somebody ends the program.
async fn until_ended(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        ended = work => ended,
        _ = terminate.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
    }
}

fn print(text: &str) -> std::io::Result<()> {
    anstream::stdout().write_all(text.as_bytes())
}
