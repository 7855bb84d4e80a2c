using System.Diagnostics;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Writing;

namespace Chameleon.Bench.EndToEnd;

/// <summary>One start of a model: how long loading takes, beside reading the same files, what memory it takes, and how fast it decodes then.</summary>
internal static class LoadBench
{
    private const int DecodeTokens = 12;

    /// <summary>Runs and prints. Peaks are those of the process, so each start needs its own.</summary>
    /// <param name="model">A checkpoint's folder.</param>
    /// <param name="form">What <c>--quantize</c> takes; null: weights as they are.</param>
    /// <param name="cache">Where packed weights are kept; null: nowhere.</param>
    public static void Run(string model, string? form, string? cache)
    {
        Console.WriteLine($"reading the files alone  {Seconds(() => ReadAll(model)),8:F2} s");
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        using var device = new CpuDevice();
        ChameleonNetwork? network = null;
        var seconds = Seconds(() => network = ChameleonNetwork.Load(model, device, new ModelLoadOptions
        {
            Quantize = form is null ? null : new WeightQuantization { Target = QuantizationTarget.Parse(form) },
            Cache = cache is null ? null : new WeightCacheOptions { Folder = cache },
        }));
        using var loaded = network!;
        process.Refresh();
        Console.WriteLine($"load                     {seconds,8:F2} s, {(process.TotalProcessorTime - before).TotalSeconds:F2} s of processors; cache: {loaded.Cache?.State.ToString() ?? "none"} {loaded.Cache?.Problem}");
        Console.WriteLine($"weights                  {loaded.WeightBytes / 1e6,8:F0} MB, of these mapped {loaded.MappedBytes / 1e6:F0} MB");
        PrintMemory("after loading");
        using var sequence = new BenchSequence(device, loaded.Decoder.KvLayout, DecodeTokens + 2);
        var batch = new DecoderBatch();
        var first = Seconds(() => Pass(0));
        process.Refresh();
        before = process.TotalProcessorTime;
        var decode = Seconds(() => Enumerable.Repeat(1, DecodeTokens).ToList().ForEach(Pass)) / DecodeTokens;
        process.Refresh();
        Console.WriteLine($"first token {first * 1000:F0} ms, then {1 / decode:F2} tokens/s, {(process.TotalProcessorTime - before).TotalMilliseconds / DecodeTokens:F0} ms of processors a token");
        PrintMemory("after decoding");

        void Pass(int past)
        {
            sequence.Cache.Length = past;
            batch.Clear();
            batch.Add(sequence.Cache, [17], wantLogits: true);
            loaded.Decoder.Forward(batch);
        }
    }

    private static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void ReadAll(string folder)
    {
        var buffer = new byte[1 << 20];
        foreach (var path in Directory.EnumerateFiles(folder, "*.safetensors"))
        {
            using var file = File.OpenHandle(path);
            for (long offset = 0, count; (count = RandomAccess.Read(file, buffer, offset)) > 0; offset += count)
            {
            }
        }
    }

    private static void PrintMemory(string when)
    {
        string[] wanted = ["VmHWM", "RssAnon", "RssFile"];
        var lines = File.ReadLines("/proc/self/status").Where(line => wanted.Any(line.StartsWith)).Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Console.WriteLine($"{when}: {string.Join(", ", lines)}");
    }
}
