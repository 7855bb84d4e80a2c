using Chameleon.Web.Answers;
using Chameleon.Web.Components.Chat;
using Chameleon.Web.Components.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Components;

public sealed class SettingsTests(WebHost host) : ComponentTests(host), IClassFixture<WebHost>
{
    private AnswerSettings Current => Services.GetRequiredService<PageSettings>().Current;

    [Fact]
    public void What_is_set_holds_for_the_next_answer()
    {
        var panel = Render<SettingsPanel>(p => p.Add(s => s.Model, Model()));

        panel.Find("#temperature").Change("0.3");
        panel.Find("#seed").Change(" 42 ");
        panel.Find("#guidance-text").Change("1.5");
        panel.Find("#negative").Change("blurry");
        panel.Find(".check input").Change(false);

        Assert.Equal(
            AnswerSettings.Default with { Temperature = 0.3, Seed = 42, TextGuidance = 1.5, NegativePrompt = "blurry", Previews = false },
            Current);
        Assert.Equal("0.3", panel.Find("label[for=temperature] output").TextContent);
    }

    [Fact]
    public void What_is_no_number_or_out_of_range_changes_nothing()
    {
        var panel = Render<SettingsPanel>(p => p.Add(s => s.Model, Model()));

        panel.Find("#temperature").Change("99");
        panel.Find("#top-p").Change("NaN");
        panel.Find("#seed").Change("abc");
        panel.Find("#top-k").Change("-3");

        Assert.Equal(AnswerSettings.Default, Current);
    }

    [Fact]
    public void The_defaults_come_back_and_the_kind_of_answer_stays()
    {
        var panel = Render<SettingsPanel>(p => p.Add(s => s.Model, Model()));
        var kinds = Render<KindSwitch>(p => p.Add(k => k.Name, "kind"));
        kinds.FindAll("input")[2].Change(true);
        panel.Find("#temperature").Change("0.3");

        panel.Find(".button.wide").Click();

        Assert.Equal(AnswerSettings.Default with { Kind = AnswerKind.Picture }, Current);
    }

    [Fact]
    public void A_model_that_does_not_draw_has_no_settings_for_drawings()
    {
        var panel = Render<SettingsPanel>(p => p.Add(s => s.Model, Model(canDraw: false)));

        Assert.Empty(panel.FindAll("#guidance-text"));
    }

    [Fact]
    public void Every_field_has_a_label_and_a_hint_that_are_its_own()
    {
        var panel = Render<SettingsPanel>(p => p.Add(s => s.Model, Model()));

        foreach (var field in panel.FindAll("input[id], textarea"))
        {
            Assert.Single(panel.FindAll($"label[for='{field.Id}']"));
            Assert.Single(panel.FindAll($"#{field.GetAttribute("aria-describedby")}"));
        }
    }

    [Fact]
    public void What_the_browser_kept_is_taken_up_and_what_is_not_ours_is_left()
    {
        var script = JSInterop.SetupModule("./js/interop.js");
        script.Mode = JSRuntimeMode.Loose;
        script.Setup<string?>("recall", "settings").SetResult("""{"temperature":0.25,"topK":-7,"unknown":1}""");

        Render<SettingsPanel>(p => p.Add(s => s.Model, Model()));

        Assert.Equal(AnswerSettings.Default with { Temperature = 0.25 }, Current);
    }
}
