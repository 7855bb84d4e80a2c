using System.CommandLine;
using Chameleon.Cli.Terminal;
using Chameleon.Engine;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.CommandLine;

/// <summary>Options that every command has: which model, and what computes.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string?> model = new("--model", "-m")
    {
        Description = $"Folder of the model, or OWNER/NAME of a pulled one; default: {ModelLocator.Variable}, then the demo model",
        HelpName = "MODEL",
        Recursive = true,
    };

    private readonly Option<int?> threads = new("--threads")
    {
        Description = "Threads to compute with; default: one per core",
        HelpName = "N",
        Recursive = true,
    };

    private readonly QuantizeFlags quantize = new();

    private readonly Option<string> activations = new("--activations")
    {
        Description = "How activations meet quantised weights: float32, int16 (faster, nearly as exact) or int8 (fastest, less exact)",
        HelpName = "TYPE",
        Recursive = true,
        DefaultValueFactory = _ => "float32",
    };

    private readonly Option<bool> amx = new("--amx")
    {
        Description = "With --activations int8: multiply prompts by AMX where the processor and Linux grant it (same results)",
        Recursive = true,
    };

    private readonly CacheFlags cache = new();

    private readonly Option<string> kvCache = new("--kv-cache")
    {
        Description = "How keys and values are cached: float32, float16, bfloat16 or int8",
        HelpName = "TYPE",
        Recursive = true,
        DefaultValueFactory = _ => "float32",
    };

    private readonly Option<int?> draft = new("--draft")
    {
        Description = $"Most tokens of text guessed at a time from earlier text, 0 to {GenerationLimits.MaxDraftTokens}; changes the speed of an answer alone; default: {new EngineOptions().DraftTokens}",
        HelpName = "N",
        Recursive = true,
    };

    private readonly Option<string> device = new("--device")
    {
        Description = "What computes: cpu, or reference (plain loops, slow)",
        HelpName = "NAME",
        Recursive = true,
        DefaultValueFactory = _ => "cpu",
    };

    /// <summary>Adds the options to the root.</summary>
    public void AddTo(RootCommand root)
    {
        root.Add(model);
        root.Add(threads);
        root.Add(device);
        quantize.AddTo(root);
        root.Add(activations);
        root.Add(amx);
        root.Add(kvCache);
        cache.AddTo(root);
        root.Add(draft);
    }

    /// <summary>The model's folder.</summary>
    /// <exception cref="CommandFailure">There is none.</exception>
    public string FindModel(ParseResult result, Shell shell) => ModelLocator.Find(result.GetValue(model), shell);

    /// <summary>How the command line wants the engine.</summary>
    /// <exception cref="CommandFailure">It names an unknown device or type.</exception>
    public EngineOptions EngineOptions(ParseResult result, Shell shell) => new()
    {
        Threads = result.GetValue(threads),
        Quantize = quantize.Read(result),
        Cache = cache.Read(result, shell),
        DraftTokens = result.GetValue(draft) ?? new EngineOptions().DraftTokens,
        KvCache = result.GetValue(kvCache) switch
        {
            "float32" => KvElement.Float32,
            "float16" => KvElement.Float16,
            "bfloat16" => KvElement.BFloat16,
            "int8" => KvElement.Int8,
            var other => throw CommandFailure.Usage($"--kv-cache knows float32, float16, bfloat16 and int8, not '{other}'."),
        },
        Activations = result.GetValue(activations) switch
        {
            "float32" => ActivationPrecision.Float32,
            "int16" => ActivationPrecision.Int16,
            "int8" => ActivationPrecision.Int8,
            var other => throw CommandFailure.Usage($"--activations knows float32, int16 and int8, not '{other}'."),
        },
        Amx = result.GetValue(amx),
        Device = result.GetValue(device) switch
        {
            "cpu" => EngineDevice.Cpu,
            "reference" => EngineDevice.Reference,
            "cuda" or "gpu" => throw CommandFailure.Usage("--device: this version computes on the CPU only; it knows cpu and reference."),
            var other => throw CommandFailure.Usage($"--device knows cpu and reference, not '{other}'."),
        },
    };
}
