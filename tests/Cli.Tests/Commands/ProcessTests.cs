using System.Diagnostics;
using Chameleon.Cli.CommandLine;

namespace Chameleon.Cli.Tests.Commands;

/// <summary>The program as a process of its own.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TestFolder folder = new();

    [Fact]
    public async Task An_answer_comes_alone_on_standard_output()
    {
        using var process = Start("ask", "Hello!", "--temperature", "0");
        var (output, complaints) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await ExitAsync(process);
        Assert.Equal("", await complaints);
        Assert.Equal("Hello! Show me a picture of shapes, or ask me to draw one.\n", await output);
        Assert.Equal(ExitCode.Done, process.ExitCode);
    }

    [Fact]
    public async Task An_interrupt_does_not_end_the_chat()
    {
        using var process = Start("chat", "--temperature", "0", "--guidance-text", "3");
        process.StandardInput.WriteLine("Hello!");
        Assert.StartsWith("Hello!", await process.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);

        process.StandardInput.WriteLine("/draw a red heart");
        Interrupt(process);
        process.StandardInput.WriteLine("/clear");
        process.StandardInput.WriteLine("Hello!");

        // An interrupt that comes before the drawing finds an empty prompt; the drawing is then completed.
        var line = await process.StandardOutput.ReadLineAsync();
        line = line?.EndsWith(".png", StringComparison.Ordinal) == true ? await process.StandardOutput.ReadLineAsync() : line;
        Assert.StartsWith("Hello!", line, StringComparison.Ordinal);

        process.StandardInput.Close();
        await ExitAsync(process);
    }

    [Fact]
    public async Task An_interrupt_ends_a_command_with_130_and_no_words()
    {
        using var process = Start("bench", "--tokens", "900", "--repeat", "1000");
        var complaints = process.StandardError.ReadToEndAsync();
        await ListeningAsync(process);
        Interrupt(process);
        await ExitAsync(process);
        Assert.Equal(ExitCode.Cancelled, process.ExitCode);
        Assert.Equal("", await complaints);
    }

    public void Dispose() => folder.Dispose();

    private static void Interrupt(Process process)
    {
        // The shell's own kill: a small Debian has no program of that name.
        using var kill = Process.Start("sh", ["-c", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"kill -INT {process.Id}")]);
        kill.WaitForExit();
    }

    /// <summary>The program listens to signals before it touches the engine.</summary>
    private static async Task ListeningAsync(Process process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await File.ReadAllTextAsync($"/proc/{process.Id}/maps", limit.Token)).Contains("Chameleon.Engine.dll", StringComparison.Ordinal))
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private static async Task ExitAsync(Process process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
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

    private Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "chameleon.dll"), .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = folder.Path,
    })!;
}
