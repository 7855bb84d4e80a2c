using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Chameleon.Web.Tests.Hosting;

/// <summary>The program as whoever starts it meets it.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_port_that_is_taken_is_said_in_one_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var (code, said) = await RunAsync("--listen", "127.0.0.1", "--port", $"{port}");

        Assert.Equal((1, $"Port {port} is taken; name another one with --port."), (code, said));
    }

    [Fact]
    public async Task Listening_to_others_without_a_login_is_refused_in_one_sentence()
    {
        var (code, said) = await RunAsync("--listen", "0.0.0.0", "--port", "0");

        Assert.Equal(1, code);
        Assert.StartsWith("Listening on http://0.0.0.0:0 would let everybody in", said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n'));
    }

    [Fact]
    public async Task Whoever_starts_it_with_a_login_is_told_how_to_become_its_owner_and_a_collector_is_told_what_happens()
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.MapPost("/v1/traces", () => told.TrySetResult());
        await collector.StartAsync();
        var address = collector.Urls.First();
        using var program = Start(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_BSP_SCHEDULE_DELAY"] = "100", ["CHAMELEON_AUTH"] = "true" }, "--port", "0");
        try
        {
            var where = await program.StandardOutput.ReadLineAsync();
            Assert.StartsWith("Chameleon is at http://127.0.0.1:", where, StringComparison.Ordinal);
            Assert.Matches("^Nobody owns it yet. Set up the owner at http://127.0.0.1:[0-9]+/setup\\?token=[0-9a-f]{32}$", await program.StandardOutput.ReadLineAsync());

            using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            _ = await http.GetStringAsync(new Uri(where!.Split(' ')[3] + "/health/live"));
            await told.Task;
        }
        finally
        {
            program.Kill();
            await program.WaitForExitAsync();
        }
    }

    private async Task<(int Code, string Said)> RunAsync(params string[] args)
    {
        using var program = Start([], args);
        var (output, errors) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        await program.WaitForExitAsync();
        Assert.Empty(await output);
        return (program.ExitCode, (await errors).Trim());
    }

    private Process Start(Dictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "Chameleon.Web.dll"), "--data", folder.Path, "--open", "false" }.Concat(args))
        {
            start.ArgumentList.Add(argument);
        }

        // The tests' folder holds the program without its pages' files.
        start.Environment["Logging__LogLevel__Microsoft.AspNetCore.StaticFiles"] = "None";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
