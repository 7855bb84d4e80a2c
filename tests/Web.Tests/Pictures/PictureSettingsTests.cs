using Chameleon.Connector;
using Chameleon.Web.Answers;
using Chameleon.Web.Pictures;

namespace Chameleon.Web.Tests.Pictures;

public sealed class PictureSettingsTests
{
    [Fact]
    public void What_a_file_says_of_its_making_sets_the_page()
    {
        var notes = new PictureNotes { Settings = "temperature 0.8, top-p 0.95, top-k 0, guidance text 2.5, guidance image 1", NegativePrompt = "blurry" };
        var settings = PictureSettings.Of(notes).ApplyTo(new AnswerSettings { Temperature = 1.5, MaxTokens = 9 });

        Assert.Equal(
            new AnswerSettings
            {
                Kind = AnswerKind.Picture,
                Temperature = 1.5,
                MaxTokens = 9,
                PictureTemperature = 0.8,
                PictureTopP = 0.95,
                TextGuidance = 2.5,
                PictureGuidance = 1,
                NegativePrompt = "blurry",
            },
            settings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("temperature")]
    [InlineData("temperature x, guidance text NaN, top-p Infinity, guidance image 1e999")]
    [InlineData("TEMPERATURE 1,top-p 2")]
    public void Case_51_hostile_notes_are_not_known(string notes) =>
        Assert.Equal(new PictureSettings(), PictureSettings.Of(new PictureNotes { Settings = notes }));

    [Fact]
    public void Case_51_numbers_out_of_range_are_brought_into_it()
    {
        var settings = PictureSettings.Of(new PictureNotes { Settings = "temperature 1e30, top-p -5, guidance text 99999, guidance image 0" }).ApplyTo(AnswerSettings.Default);

        Assert.Equal((2, 0.01, 10, 1), (settings.PictureTemperature, settings.PictureTopP, settings.TextGuidance, settings.PictureGuidance));
    }

    [Fact]
    public void Case_51_a_book_for_notes_is_not_read() =>
        Assert.Equal(new PictureSettings(), PictureSettings.Of(new PictureNotes { Settings = "temperature 1" + new string(',', 100_000), NegativePrompt = new string('x', 100_000) }));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("{\"temperature\":\"hot\"}")]
    [InlineData("null")]
    public void A_row_of_another_kind_is_not_known(string json) => Assert.Equal(new PictureSettings(), PictureSettings.Read(json));

    [Fact]
    public void What_is_kept_is_read_back()
    {
        var settings = new PictureSettings { Temperature = 0.5, GuidanceImage = 1.25, NegativePrompt = "\"quoted\"" };
        Assert.Equal(settings, PictureSettings.Read(settings.ToJson()));
    }
}
