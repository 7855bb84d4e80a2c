using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Terminal;

public class PasteFilterTests
{
    [Theory]
    [InlineData("abc", "abc", "")]
    [InlineData("a\e[200~x\ny\e[201~b", "ab", "x\ny")]
    [InlineData("\e[200~\e[20\e[201~", "", "\e[20")]
    [InlineData("\e\e[200~p\e[201~", "\e", "p")]
    [InlineData("\e[20x", "\e[20x", "")]
    [InlineData("\e[200~one\e[201~\e[200~two\e[201~", "", "one|two")]
    public void Typed_and_pasted_text_part(string keys, string typed, string pasted)
    {
        var filter = new PasteFilter();
        var (plain, pastes) = ("", new List<string>());
        foreach (var key in Keys.Type(keys))
        {
            var (released, paste) = filter.Push(key);
            plain += string.Concat(released.Select(one => one.KeyChar));
            pastes.AddRange(paste is null ? [] : [paste]);
        }

        Assert.Equal(typed, plain);
        Assert.Equal(pasted, string.Join('|', pastes));
    }
}
