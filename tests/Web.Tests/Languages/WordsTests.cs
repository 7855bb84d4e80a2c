using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Chameleon.Web.Languages;
using Chameleon.Web.Resources;

namespace Chameleon.Web.Tests.Languages;

public sealed partial class WordsTests
{
    private static readonly Dictionary<string, string> English = Read("Words.resx");

    public static TheoryData<string> Others => [.. PageLanguage.All.Skip(1).Select(language => language.Name)];

    [Theory]
    [MemberData(nameof(Others))]
    public void Every_language_has_every_word_and_no_other(string language) =>
        Assert.Equal(English.Keys.Order(StringComparer.Ordinal), Read($"Words.{language}.resx").Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Others))]
    public void Every_word_has_the_same_places_for_what_is_put_in(string language)
    {
        foreach (var (name, words) in Read($"Words.{language}.resx"))
        {
            Assert.False(string.IsNullOrWhiteSpace(words), name);
            Assert.Equal((name, Places(English[name])), (name, Places(words)));
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Hardly_a_word_is_left_in_english(string language)
    {
        // Names, and what the demo model is asked: it reads English only.
        string[] same = [.. Read($"Words.{language}.resx").Where(word => word.Value == English[word.Key]).Select(word => word.Key)];
        Assert.All(same, name => Assert.Matches("^Example|^Model$|^ModelChoice$", name));
    }

    [Fact]
    public void Words_stand_in_the_order_of_their_names() => Assert.All(
        PageLanguage.All.Skip(1).Select(language => $"Words.{language.Name}.resx").Append("Words.resx"),
        file => Assert.Equal(Read(file).Keys.Order(StringComparer.OrdinalIgnoreCase), Read(file).Keys));

    [Theory]
    [InlineData("en", "English")]
    [InlineData("ko", "한국어")]
    [InlineData("zh-CN", "简体中文")]
    public void The_program_has_them_at_hand(string language, string name) =>
        Assert.Equal(name, Words.ResourceManager.GetString(nameof(Words.LanguageName), new CultureInfo(language)));

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Golden.RepositoryRoot, "src", "Web", "Resources", file)).Root!.Elements("data")
            .ToDictionary(word => word.Attribute("name")!.Value, word => word.Element("value")!.Value);

    private static string Places(string words) => string.Join(' ', Place().Matches(words).Select(place => place.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Place();
}
