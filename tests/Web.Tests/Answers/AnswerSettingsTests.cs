using Chameleon.Web.Answers;

namespace Chameleon.Web.Tests.Answers;

public sealed class AnswerSettingsTests
{
    [Fact]
    public void The_defaults_are_the_reference_viewers()
    {
        var settings = AnswerSettings.Default;

        Assert.Equal((0.7, 0.9, 1.2), (settings.Temperature, settings.TopP, settings.RepetitionPenalty));
        Assert.Equal((0.7, 0.9, 3, 1.2), (settings.PictureTemperature, settings.PictureTopP, settings.TextGuidance, settings.PictureGuidance));
        Assert.Equal(settings, settings.Clamped());
    }

    [Fact]
    public void What_a_browser_kept_is_brought_into_its_ranges()
    {
        var settings = new AnswerSettings
        {
            Kind = (AnswerKind)7,
            Temperature = double.NaN,
            TopP = -1,
            TopK = -5,
            RepetitionPenalty = 1e9,
            MaxTokens = 0,
            TextGuidance = double.PositiveInfinity,
            NegativePrompt = new string('x', 5000),
        }.Clamped();

        Assert.Equal((AnswerKind.Automatic, 0.7, 0.01, 0), (settings.Kind, settings.Temperature, settings.TopP, settings.TopK));
        Assert.Equal((2, 1, 3), (settings.RepetitionPenalty, settings.MaxTokens, settings.TextGuidance));
        Assert.Equal(1000, settings.NegativePrompt!.Length);
    }
}
