using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Chameleon.Web.Tests.Hosting;

public class WebOptionsTests
{
    [Fact]
    public void Packed_weights_are_kept_where_the_command_line_says_so()
    {
        Assert.Null(Read().Engine().Cache);
        Assert.Null(Read("--cache").Engine().Cache!.Folder);
        Assert.Equal("/kept", Read("--cache-folder", "/kept", "--quantize", "nf4").Engine().Cache!.Folder);
    }

    [Fact]
    public void How_the_engine_computes_is_what_the_command_line_says()
    {
        var plain = Read().Engine();
        Assert.Equal((ActivationPrecision.Float32, KvElement.Float32, null), (plain.Activations, plain.KvCache, plain.Threads));
        var fast = Read("--amx", "--activations", "int8", "--kv-cache=bfloat16", "--threads", "2").Engine();
        Assert.Equal((ActivationPrecision.Int8, KvElement.BFloat16, 2), (fast.Activations, fast.KvCache, fast.Threads));
        Assert.Equal((false, true), (plain.Amx, fast.Amx));
    }

    [Theory]
    [InlineData("--activations", "float16", "int8")]
    [InlineData("--activations", "1", "float32")]
    [InlineData("--kv-cache", "nf4", "float32, float16, bfloat16, int8")]
    public void A_precision_that_there_is_not_is_refused_with_those_that_there_are(string option, string value, string known)
    {
        var error = Assert.Throws<ArgumentException>(() => Read(option, value).Engine());
        Assert.StartsWith(option, error.Message, StringComparison.Ordinal);
        Assert.Contains(known, error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"not '{value}'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void How_much_is_drafted_is_what_the_command_line_says()
    {
        Assert.Equal((8, 0, 16), (Read().Engine().DraftTokens, Read("--draft", "0").Engine().DraftTokens, Read("--draft", "16").Engine().DraftTokens));
        Assert.Equal("--draft is 17; it goes from 0 to 16.", Assert.Throws<ArgumentException>(() => Read("--draft", "17").Engine()).Message);
    }

    private static WebOptions Read(params string[] args) =>
        new ConfigurationBuilder().AddCommandLine(CommandLineFlags.Read(args)).Build().Get<WebOptions>() ?? new WebOptions();
}
