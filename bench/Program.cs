using BenchmarkDotNet.Running;
using Chameleon.Bench.Api;
using Chameleon.Bench.Connector;
using Chameleon.Bench.Drafting;
using Chameleon.Bench.EndToEnd;
using Chameleon.Bench.Roofline;
using Chameleon.Bench.Versus;
using Chameleon.Engine.Compute.Cpu;

switch (args)
{
    case ["kernels", ..]:
        // In process: BenchmarkDotNet looks for a project file with the assembly's name, which ours has not.
        BenchmarkSwitcher.FromAssembly(typeof(Measurement).Assembly).Run(["--inProcess", .. args[1..]]);
        return 0;
    case ["roofline"]:
        RooflineReport.Print(Environment.ProcessorCount, rounds: 9);
        return 0;
    case ["roofline", var threads] when int.TryParse(threads, out var count) && count > 0:
        RooflineReport.Print(count, rounds: 9);
        return 0;
    case ["attention", var threads] when int.TryParse(threads, out var count) && count > 0:
        RooflineReport.PrintAttention(count, rounds: 9);
        return 0;
    case ["decode", var threads, .. var forms] when int.TryParse(threads, out var count) && count > 0 && forms is not []:
        RooflineReport.Print(count, rounds: 9, ActivationPrecision.Float32, forms);
        return 0;
    case ["decode-int8", var threads, .. var forms] when int.TryParse(threads, out var count) && count > 0 && forms is not []:
        RooflineReport.Print(count, rounds: 9, ActivationPrecision.Int8, forms);
        return 0;
    case ["decode-int16", var threads, .. var forms] when int.TryParse(threads, out var count) && count > 0 && forms is not []:
        RooflineReport.Print(count, rounds: 9, ActivationPrecision.Int16, forms);
        return 0;
    case ["endtoend", var model]:
        EndToEndBench.Run(model, new CpuOptions(), form: null, promptTokens: 512, decodeTokens: 64);
        return 0;
    case ["endtoend", var model, var threads, .. var rest] when int.TryParse(threads, out var count) && count > 0 && rest.Length <= 2:
        EndToEndBench.Run(
            model,
            new CpuOptions { Threads = count, Activations = rest is [_, var precision] ? Enum.Parse<ActivationPrecision>(precision, ignoreCase: true) : default },
            rest.FirstOrDefault(), promptTokens: 512, decodeTokens: 64);
        return 0;
    case ["shape", var shape, var folder]:
        RandomModel.Write(shape, folder);
        return 0;
    case ["load", var model, .. var rest] when rest.Length <= 2:
        LoadBench.Run(model, rest is [not "-", ..] ? rest[0] : null, rest.ElementAtOrDefault(1));
        return 0;
    case ["drafts", var shape, var threads, .. var rest] when int.TryParse(threads, out var count) && count > 0 && rest.Length <= 2:
        await DraftBench.RunAsync(shape, count, rest is [_, var drafted] ? Enum.Parse<ActivationPrecision>(drafted, ignoreCase: true) : default, rest.FirstOrDefault());
        return 0;
    case ["peers", var model, var layers, var threads, var tokens, .. var rest]
        when int.TryParse(layers, out var layerCount) && int.TryParse(tokens, out var tokenCount):
        PeersBench.Run(model, layerCount, [.. threads.Split(',').Select(int.Parse)], tokenCount, isShort: rest is ["short"]);
        return 0;
    case ["connector", var model, var pictures]:
        await ConnectorBench.RunAsync(model, pictures);
        return 0;
    case ["api", var model]:
        await ApiBench.RunAsync(model);
        return 0;
    default:
        Console.Error.WriteLine("""
            Usage:
              bench kernels [BenchmarkDotNet options]   times each kernel; --filter '*' for all
              bench roofline [threads]                  kernels beside what this machine's memory and arithmetic allow
              bench attention THREADS                   attention alone
              bench decode THREADS FORM...              weights of these forms (F32, BF16, nf4, nf4-nested, int8 ...) beside the read bandwidth
              bench decode-int8 THREADS FORM...         the same with int8 activations
              bench decode-int16 THREADS FORM...        the same with int16 activations
              bench endtoend MODEL [threads [FORM [PRECISION]]]  a checkpoint's folder, or random weights of a shape: 7b, 7b-1layer
              bench shape SHAPE FOLDER                  writes a checkpoint of random weights: 7b, 7b-6layer
              bench load MODEL [FORM|- [FOLDER]]        one start: time, memory, tokens; packed weights kept in FOLDER
              bench drafts SHAPE THREADS [FORM [PRECISION]] prompt lookup decoding: what it gives and costs on random weights, 7b-2layer
              bench peers GGUF LAYERS THREADS[,THREADS] TOKENS [short]  beside llama.cpp; bench/peers/run prepares it
              bench connector MODEL PICTURES            what the connector adds per token, and to the first token of a long chat
              bench api MODEL                           what /v1 adds to a request
            """);
        return 1;
}
