using System.Diagnostics;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Writing;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench.EndToEnd;

/// <summary>
/// Times a whole model, layer for layer as generation runs it, and sets each figure beside what the machine gives in
/// the same run: the float32 product for what computes, the read bandwidth for what reads.
/// </summary>
internal sealed class EndToEndBench : IDisposable
{
    private readonly CpuDevice device;
    private readonly ChameleonNetwork network;
    private readonly double loadSeconds;
    private readonly int threads;
    private readonly Random random = new(1);

    private EndToEndBench(Func<IComputeDevice, ChameleonNetwork> load, CpuOptions options)
    {
        threads = options.Threads;
        device = new CpuDevice(options);
        var start = Stopwatch.GetTimestamp();
        network = load(device);
        loadSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Runs and prints.</summary>
    /// <param name="model">A checkpoint's folder, or a shape such as <c>7b-1layer</c>.</param>
    /// <param name="options">Threads and the like.</param>
    /// <param name="form">What <c>--quantize</c> takes; null: weights as they are.</param>
    /// <param name="promptTokens">Tokens of the prompt.</param>
    /// <param name="decodeTokens">Tokens of the answer.</param>
    public static void Run(string model, CpuOptions options, string? form, int promptTokens, int decodeTokens)
    {
        var quantize = form is null ? null : new WeightQuantization { Target = QuantizationTarget.Parse(form) };
        using var bench = new EndToEndBench(
            device => Directory.Exists(model)
                ? ChameleonNetwork.Load(model, device, new ModelLoadOptions { Quantize = quantize })
                : RandomModel.Load(model, device, quantize),
            options);
        bench.Print(model, promptTokens, decodeTokens);
    }

    public void Dispose()
    {
        network.Dispose();
        device.Dispose();
    }

    private void Print(string model, int promptTokens, int decodeTokens)
    {
        var config = network.Config;
        promptTokens = Math.Min(promptTokens, network.Decoder.MaxPositions - decodeTokens - 1);
        var yardstick = new Yardstick(device, threads);
        Console.WriteLine($"{model} on {device.Name}: {config.Layers} layers of {config.HiddenSize}, pictures of {config.Vq.Resolution}");
        Console.WriteLine($"in the same run: float32 product {yardstick.GemmGflops:F0} GFLOPS, memory read {yardstick.ReadGigabytes:F1} GB/s");
        Console.WriteLine($"load            {loadSeconds * 1000,10:F0} ms");

        using var blocks = new BenchSequence(device, network.Decoder.KvLayout, promptTokens + decodeTokens + 1);
        var batch = new DecoderBatch();
        var prompt = RandomIds(promptTokens);
        var prefill = Yardstick.Median(() => Pass(batch, blocks, 0, prompt));
        var flops = 2 * ParametersPerToken(config) * promptTokens;
        Console.WriteLine(
            $"prefill {promptTokens,5}   {promptTokens / prefill,10:F1} tokens/s  {flops / prefill / 1e9 / yardstick.GemmGflops,6:P0} of the product's rate");

        var one = RandomIds(1);
        var step = 0;
        var decode = Yardstick.Median(() => Pass(batch, blocks, promptTokens + (step++ % decodeTokens), one), decodeTokens);
        var share = network.Quantization is null ? $"  {WeightBytesPerToken(config) / decode / 1e9 / yardstick.ReadGigabytes,6:P0} of the read bandwidth" : "";
        Console.WriteLine($"decode          {1 / decode,10:F1} tokens/s{share}");

        PrintPictures(yardstick);
        Console.WriteLine($"weights         {device.AllocatedBytes / 1e6,10:F0} MB");
        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"peak memory     {process.PeakWorkingSet64 / 1e6,10:F0} MB");
    }

    private void PrintPictures(Yardstick yardstick)
    {
        var size = network.Codec.PictureSize;
        var pixels = new float[3 * size * size];
        foreach (ref var pixel in pixels.AsSpan())
        {
            pixel = (random.NextSingle() * 2) - 1;
        }

        int[] codes = [];
        var (encodeFlops, decodeFlops) = VqFlops.Of(network.Config.Vq);
        var encode = Yardstick.Median(() => codes = network.Codec.Encode(pixels));
        Console.WriteLine(
            $"VQ encode       {encode * 1000,10:F1} ms        {encodeFlops / encode / 1e9 / yardstick.GemmGflops,6:P0} of the product's rate ({encodeFlops / 1e9:N1} GFLOP)");
        if (network.Codec.CanDecode)
        {
            var decode = Yardstick.Median(() => network.Codec.Decode(codes));
            Console.WriteLine(
                $"VQ decode       {decode * 1000,10:F1} ms        {decodeFlops / decode / 1e9 / yardstick.GemmGflops,6:P0} of the product's rate ({decodeFlops / 1e9:N1} GFLOP)");
        }
    }

    private void Pass(DecoderBatch batch, BenchSequence sequence, int past, int[] ids)
    {
        sequence.Cache.Length = past;
        batch.Clear();
        batch.Add(sequence.Cache, ids, wantLogits: true);
        network.Decoder.Forward(batch);
    }

    private int[] RandomIds(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(network.Config.VocabularySize))];

    private static double ParametersPerToken(ChameleonConfig config) =>
        config.Layers * (double)config.HiddenSize * (((2 * config.Heads) + (2 * config.KvHeads)) * config.HeadDim + (3.0 * config.IntermediateSize));

    private static double WeightBytesPerToken(ChameleonConfig config) =>
        DType.BF16.Size() * (ParametersPerToken(config) + ((double)config.VocabularySize * config.HiddenSize));
}
