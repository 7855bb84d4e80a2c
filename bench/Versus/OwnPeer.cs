using System.Diagnostics;
using Chameleon.Bench.EndToEnd;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Writing;

namespace Chameleon.Bench.Versus;

/// <summary>Our engine on random weights of the same shape, the head quantised too, as in the peer's file.</summary>
internal sealed class OwnPeer : IPeer, IDisposable
{
    private const int ChunkTokens = 512;
    private const double BitsPerWeight = 4.5;

    private readonly int threads;
    private readonly CpuDevice device;
    private readonly ChameleonNetwork network;
    private readonly BenchSequence sequence;
    private readonly DecoderBatch batch = new();

    public OwnPeer(int layers, int threads, ActivationPrecision activations, int tokens)
    {
        this.threads = threads;
        device = new CpuDevice(new CpuOptions { Threads = threads, Activations = activations, Amx = true });
        var amx = device.Name.Contains("AMX", StringComparison.Ordinal) ? ", AMX" : "";
        Name = $"nf4, {activations.ToString().ToLowerInvariant()} activations{amx}";
        network = RandomModel.Load($"7b-{layers}layer", device, new WeightQuantization { Target = QuantizationTarget.Parse("nf4"), Head = true });
        var config = network.Config;
        var weights = (config.Layers * (double)config.HiddenSize * ((4 * config.HiddenSize) + (3 * config.IntermediateSize))) + ((double)config.VocabularySize * config.HiddenSize);
        WeightBytesPerToken = weights * BitsPerWeight / 8;
        sequence = new BenchSequence(device, network.Decoder.KvLayout, tokens);
    }

    public string Name { get; }

    public long Bytes => device.AllocatedBytes;

    /// <summary>Bytes of weights that a pass reads: all but the embeddings and the picture part.</summary>
    public double WeightBytesPerToken { get; }

    public double Prefill(int tokens)
    {
        var start = Seconds();
        Read(tokens);
        return Seconds() - start;
    }

    public double Decode(int context, int tokens)
    {
        Read(context);
        var start = Seconds();
        for (var i = 0; i < tokens; i++)
        {
            Pass(context + i, [IdAt(i)]);
        }

        return Seconds() - start;
    }

    public void Dispose()
    {
        sequence.Dispose();
        network.Dispose();
        device.Dispose();
    }

    /// <summary>As the peer takes its time: processor time of one thread, wall clock of several.</summary>
    private double Seconds() => threads == 1
        ? Environment.CpuUsage.TotalTime.TotalSeconds
        : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    private static int IdAt(int position) => 8300 + ((position * 7919) % 50_000);

    private void Read(int tokens)
    {
        for (var past = 0; past < tokens; past += ChunkTokens)
        {
            Pass(past, [.. Enumerable.Range(past, Math.Min(ChunkTokens, tokens - past)).Select(IdAt)]);
        }
    }

    private void Pass(int past, int[] ids)
    {
        sequence.Cache.Length = past;
        batch.Clear();
        batch.Add(sequence.Cache, ids, wantLogits: true);
        network.Decoder.Forward(batch);
    }
}
