using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Chameleon.Bench.Versus;

/// <summary>llama.cpp in a process of its own, which waits for jobs: <c>bench/peers/llama.mjs</c>.</summary>
internal sealed class LlamaPeer : IPeer, IDisposable
{
    private readonly Process process;

    public LlamaPeer(string model, int threads)
    {
        var folder = Path.Combine(FindRepository(), "bench", "peers");
        process = Process.Start(new ProcessStartInfo("node", ["llama.mjs", model, threads.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Answer();
    }

    public string Name => "llama.cpp Q4_0";

    public long Bytes { get; private set; }

    public double Prefill(int tokens) => Do(FormattableString.Invariant($"prefill {tokens}"));

    public double Decode(int context, int tokens) => Do(FormattableString.Invariant($"decode {context} {tokens}"));

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private double Do(string job)
    {
        process.StandardInput.WriteLine(job);
        process.StandardInput.Flush();
        var answer = Answer();
        Bytes = answer.GetProperty("bytes").GetInt64();
        return answer.GetProperty("seconds").GetDouble();
    }

    private JsonElement Answer() => JsonElement.Parse(
        process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("llama.cpp ended; is node-llama-cpp installed in bench/peers?"));

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "bench", "peers")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"There is no bench/peers above {AppContext.BaseDirectory}.");
    }
}
