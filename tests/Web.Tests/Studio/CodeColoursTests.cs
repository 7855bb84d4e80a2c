using Chameleon.Engine;
using Chameleon.Web.Studio;

namespace Chameleon.Web.Tests.Studio;

public sealed class CodeColoursTests
{
    [Fact]
    public void Codes_that_are_close_have_colours_that_are_close()
    {
        // Two heaps far apart in the first place, and each code a little off in the second.
        float[] codebook = [.. Enumerable.Range(0, 16).SelectMany(code => new[] { code < 8 ? -10f : 10f, code * 0.1f, 0 })];
        var colours = CodeColours.Of(codebook, 16);
        Assert.All(Enumerable.Range(0, 8), code => Assert.True(Distance(colours[0], colours[code]) < Distance(colours[0], colours[8 + code])));
    }

    [Fact]
    public void Equal_codebooks_have_equal_colours_and_a_code_alone_has_one_too()
    {
        float[] codebook = [.. Enumerable.Range(0, 64).Select(i => MathF.Sin(i * i))];
        Assert.Equal(CodeColours.Of(codebook, 16), CodeColours.Of(codebook, 16));
        Assert.Single(CodeColours.Of([1, 2, 3], 1));
        Assert.Equal(4, CodeColours.Of(new float[12], 4).Length);
    }

    [Fact]
    public async Task The_demo_models_codes_have_many_colours()
    {
        await using var engine = await ChameleonEngine.LoadAsync(Path.Combine(Golden.RepositoryRoot, "models", "chameleon-tiny"));
        Assert.Equal(0, engine.Codebook.Length % engine.Info.CodebookSize);
        var colours = CodeColours.Of(engine.Codebook.Span, engine.Info.CodebookSize);
        Assert.True(colours.Distinct().Count() > engine.Info.CodebookSize / 2);
        Assert.All(colours, colour => Assert.InRange(colour, 0, 0xFFFFFF));
    }

    private static int Distance(int a, int b) => Enumerable.Range(0, 3).Sum(channel => Math.Abs(((a >> (8 * channel)) & 255) - ((b >> (8 * channel)) & 255)));
}
