using System.Diagnostics;
using Chameleon.Engine.Imaging;

namespace Chameleon.Connector.Tests.Samples;

/// <summary>The sample programs do what they say, each as a process of its own.</summary>
public sealed class SampleRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task ChatClientConsole_sees_answers_and_draws()
    {
        var output = await RunAsync(
            "ChatClientConsole",
            "What do you see in this image?\nWhat color is the star?\nDraw a big red heart in the center, on a white background.\n",
            DemoHost.ModelDirectory,
            Sample("red-star.png"));
        var lines = output.Split('\n');
        Assert.Equal("I see a big red star in the center, on a white background.", lines[0]);
        Assert.Equal("The star is red.", lines[1]);
        Assert.Contains("[picture-1.png]", lines[2], StringComparison.Ordinal);
        Assert.Equal(64, ImageDecoder.Decode(await File.ReadAllBytesAsync(Path.Combine(folder.Path, "picture-1.png"))).Width);
    }

    [Fact]
    public async Task McpHost_lists_the_tools_has_a_picture_described_and_saves_a_drawing()
    {
        var drawing = Path.Combine(folder.Path, "heart.png");
        var output = await RunAsync("McpHost", "", Sample("red-star.png"), drawing);
        Assert.Contains("draw_picture: Draws", output, StringComparison.Ordinal);
        Assert.Contains("red-star.png: I see a big red star in the center, on a white background.", output, StringComparison.Ordinal);
        Assert.Contains("Drew chameleon://pictures/", output, StringComparison.Ordinal);
        Assert.Equal("Draw a big red heart in the center, on a white background.", PictureNotes.Read(await File.ReadAllBytesAsync(drawing))!.Prompt);
    }

    public void Dispose() => folder.Dispose();

    private static string Sample(string name) => Path.Combine(Golden.RepositoryRoot, "samples", name);

    /// <summary>The program as it was built beside these tests, in the same configuration.</summary>
    private static string Program(string sample)
    {
        var framework = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(Golden.RepositoryRoot, "samples", sample, "bin", framework.Parent!.Name, framework.Name, $"Chameleon.{sample}.dll");
    }

    private async Task<string> RunAsync(string sample, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Program(sample), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        })!;
        var (output, complaints) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{sample} ended with {process.ExitCode}: {await complaints}");
        return await output;
    }
}
