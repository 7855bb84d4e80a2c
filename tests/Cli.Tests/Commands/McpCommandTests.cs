using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Chameleon.Cli.CommandLine;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Chameleon.Cli.Tests.Commands;

/// <summary>The program as a server that an MCP host starts.</summary>
public sealed class McpCommandTests : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "chameleon.dll");

    private readonly TestFolder folder = new();

    [Fact]
    public async Task A_host_that_starts_the_program_lists_its_tools_and_looks_and_draws_with_them()
    {
        var complaints = new ConcurrentQueue<string>();
        var server = new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = [Program, "mcp"],
            WorkingDirectory = folder.Path,
            StandardErrorLines = complaints.Enqueue,
        });

        // A slow machine is no server of an older protocol.
        var patient = new McpClientOptions { DiscoverProbeTimeout = Timeout.InfiniteTimeSpan, InitializationTimeout = TimeSpan.FromMinutes(5) };
        await using var client = await McpClient.CreateAsync(server, patient);
        Assert.Equal(4, (await client.ListToolsAsync()).Count);

        var drawn = await client.CallToolAsync("draw_picture", new Dictionary<string, object?> { ["prompt"] = "Draw a red heart.", ["seed"] = 5 });
        var picture = Assert.Single(drawn.Content.OfType<ImageContentBlock>());
        var link = Assert.Single(drawn.Content.OfType<ResourceLinkBlock>());
        Assert.Equal("image/png", picture.MimeType);
        Assert.Equal(link.Uri, Assert.Single(await client.ListResourcesAsync()).Uri);

        var described = await client.CallToolAsync("describe_picture", new Dictionary<string, object?> { ["picture"] = link.Uri });
        Assert.StartsWith("I see", Assert.IsType<TextContentBlock>(Assert.Single(described.Content)).Text, StringComparison.Ordinal);

        var refused = await client.CallToolAsync("describe_picture", new Dictionary<string, object?> { ["picture"] = 5 });
        Assert.True(refused.IsError);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Standard_output_is_the_protocols_and_its_end_ends_the_program()
    {
        using var process = Start();
        var complaints = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteLineAsync("no JSON at all");
        await process.StandardInput.WriteLineAsync(
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync();
            Assert.NotNull(line);
        }
        while (!JsonDocument.Parse(line).RootElement.TryGetProperty("result", out _));

        process.StandardInput.Close();
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
        await ExitAsync(process);
        Assert.Equal(ExitCode.Done, process.ExitCode);
        Assert.All((await complaints).Split('\n', StringSplitOptions.RemoveEmptyEntries), text => Assert.StartsWith("chameleon: ", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_model_ends_the_program_with_one_line()
    {
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), "{}");
        using var process = Start("--model", folder.Path);
        var complaints = process.StandardError.ReadToEndAsync();
        await ExitAsync(process);
        Assert.Equal(ExitCode.Failed, process.ExitCode);
        Assert.StartsWith("chameleon: ", Assert.Single((await complaints).Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
    }

    [Fact]
    public async Task A_missing_model_is_told_before_anything_is_served() =>
        (await CommandRun.Of("mcp", "--model", "/nowhere")).ShouldFail(ExitCode.Failed, "there is no such folder");

    public void Dispose() => folder.Dispose();

    private static async Task ExitAsync(Process process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Program, "mcp", .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = folder.Path,
    })!;
}
