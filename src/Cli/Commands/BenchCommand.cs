using System.CommandLine;
using Chameleon.Cli.Benchmarks;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Commands;

/// <summary><c>bench</c>: how fast a checkpoint is on this machine.</summary>
internal static class BenchCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Shell shell, GlobalOptions globals)
    {
        var usual = BenchmarkPlan.Usual;
        var promptTokens = new Option<int>("--prompt-tokens") { Description = "Tokens of the prompt", HelpName = "N", DefaultValueFactory = _ => usual.PromptTokens };
        var answerTokens = new Option<int>("--tokens") { Description = "Tokens of the answer", HelpName = "N", DefaultValueFactory = _ => usual.AnswerTokens };
        var repeats = new Option<int>("--repeat") { Description = "Runs of each measurement; the median counts", HelpName = "N", DefaultValueFactory = _ => usual.Repeats };
        var json = CommonFlags.Json();
        var command = new Command("bench", "Measures how fast a model is on this machine") { promptTokens, answerTokens, repeats, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var folder = globals.FindModel(result, shell);
            var plan = new BenchmarkPlan(result.GetValue(promptTokens), result.GetValue(answerTokens), result.GetValue(repeats));
            var report = await CheckpointBenchmark.RunAsync(folder, globals.EngineOptions(result, shell), plan, cancellationToken);
            if (result.GetValue(json))
            {
                shell.WriteJson(report.WriteJson);
            }
            else
            {
                shell.WriteFacts(report.Lines());
            }

            return ExitCode.Done;
        });
        return command;
    }
}
