using Chameleon.Engine.Quantization;

namespace Chameleon.Engine.Models;

/// <summary>Reads <c>quantization_config</c> as transformers writes it and refuses by name what is not supported.</summary>
internal static class QuantizationConfigReader
{
    /// <summary>Null when there is none.</summary>
    public static QuantizationConfig? Read(ConfigObject? config) => config?.Text("quant_method") switch
    {
        null when config is null => null,
        "bitsandbytes" => ReadBitsAndBytes(config),
        "quanto" => new QuantizationConfig { Method = QuantizationMethod.Quanto, SkippedModules = Skipped(config, "modules_to_not_convert") },
        _ => throw config!.Refuse("quant_method", $"is {config.Describe("quant_method")}; supported: \"bitsandbytes\", \"quanto\"."),
    };

    private static QuantizationConfig ReadBitsAndBytes(ConfigObject config)
    {
        var four = config.Bool("load_in_4bit", config.Bool("_load_in_4bit", fallback: false));
        var eight = config.Bool("load_in_8bit", config.Bool("_load_in_8bit", fallback: false));
        if (four == eight)
        {
            throw config.Refuse("load_in_4bit", $"is {(four ? "true and load_in_8bit too" : "not true and load_in_8bit neither")}, expected exactly one of them.");
        }

        if (four && config.Text("bnb_4bit_quant_type") is not (null or "nf4" or "fp4"))
        {
            throw config.Refuse("bnb_4bit_quant_type", $"is {config.Describe("bnb_4bit_quant_type")}; supported: \"nf4\", \"fp4\".");
        }

        if (four && config.Text("bnb_4bit_quant_storage") is not (null or "uint8"))
        {
            throw config.Refuse("bnb_4bit_quant_storage", $"is {config.Describe("bnb_4bit_quant_storage")}; supported: \"uint8\".");
        }

        return new QuantizationConfig
        {
            Method = four ? QuantizationMethod.BitsAndBytes4 : QuantizationMethod.BitsAndBytes8,
            SkippedModules = Skipped(config, "llm_int8_skip_modules"),
        };
    }

    private static string[]? Skipped(ConfigObject config, string name) => config.Has(name) ? config.Texts(name) : null;
}
