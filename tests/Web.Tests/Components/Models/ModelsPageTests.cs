using Chameleon.Hub.Tests;
using Chameleon.Web.Access;
using Chameleon.Web.Components.Models;
using Chameleon.Web.Data;
using Chameleon.Web.Hosting;
using Chameleon.Web.Tests.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Components.Models;

public sealed class ModelsPageTests(WebHost host) : ComponentTests(host), IClassFixture<WebHost>
{
    [Fact]
    public async Task A_model_is_fetched_by_its_name_and_used_by_a_button()
    {
        Host.Hub.OfferAs("owner/small");
        var page = Render<ModelsPage>();
        page.WaitForElement("[data-ready]");
        await ActAsync(page, "#pull-name", input => input.Change(" owner/small "));
        await ActAsync(page, ".line-form", form => form.Submit());
        page.WaitForElement("[data-pull=Done]");
        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".card h3"), title => title.TextContent == "owner/small" && title.Closest("section")!.GetAttribute("aria-labelledby") == "models-here"));

        await ActAsync(page, "[aria-label='Use owner/small']", button => button.Click());
        page.WaitForAssertion(() => Assert.Equal("owner/small", page.Find(".card.current h3").TextContent));
        page.WaitForAssertion(() => Assert.Equal("no", page.FindAll(".current-model dd")[^1].TextContent));
        Assert.Equal("ready", page.Find(".current-model [role=status]").TextContent);

        await ActAsync(page, ".current-model .button", button => button.Click());
        page.WaitForAssertion(() => Assert.Equal("Load", page.Find(".current-model .button").TextContent));
        await ActAsync(page, "[aria-label^='How to load chameleon-tiny']", choice => choice.Change("nf4"));
        await ActAsync(page, "[aria-label='Use chameleon-tiny']", button => button.Click());
        page.WaitForAssertion(() => Assert.Equal("yes", page.FindAll(".current-model dd")[^1].TextContent));
        Assert.StartsWith("nf4", page.FindAll(".current-model dd")[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("chameleon-tiny", Services.GetRequiredService<ModelLoader>().ModelId);
    }

    [Fact]
    public async Task A_page_that_comes_later_sees_what_is_fetched_and_may_stop_it()
    {
        Host.Hub.OfferAs("owner/slow");
        var held = new TaskCompletionSource();
        Host.Hub.Intercept = async context =>
        {
            if (context.Request.Path.Value!.Contains("owner/slow/resolve", StringComparison.Ordinal) && context.Request.Path.Value.EndsWith("tokenizer.json", StringComparison.Ordinal))
            {
                await held.Task.WaitAsync(context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return true;
            }

            return false;
        };
        var first = Render<PullForm>();
        await ActAsync(first, "#pull-name", input => input.Change("owner/slow"));
        await ActAsync(first, "form", form => form.Submit());

        var later = Render<PullForm>();
        later.WaitForAssertion(() => Assert.Contains("tokenizer.json: ", later.Find("[data-pull=Running] .numbers").TextContent, StringComparison.Ordinal));
        await ActAsync(later, "[aria-label='Stop fetching owner/slow']", button => button.Click());
        first.WaitForAssertion(() => Assert.Equal("Stopped. What came is kept.", first.Find("[data-pull=Stopped] [role=status]").TextContent));

        held.SetResult();
        Host.Hub.Intercept = _ => Task.FromResult(false);
        await ActAsync(later, "[aria-label='Fetch what owner/slow lacks']", button => button.Click());
        later.WaitForElement("[data-pull=Done]");
        await ActAsync(later, "[aria-label='Put owner/slow away']", button => button.Click());
        later.WaitForAssertion(() => Assert.DoesNotContain("owner/slow", later.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_name_is_told_at_the_field()
    {
        var form = Render<PullForm>();
        await ActAsync(form, "#pull-name", input => input.Change("../../etc"));
        await ActAsync(form, "form", element => element.Submit());
        Assert.Contains("OWNER/NAME", form.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", form.Find("#pull-name").GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task A_folder_is_added_and_removed()
    {
        var page = Render<ModelsPage>();
        page.WaitForElement("[data-ready]");
        await ActAsync(page, "#folder-name", input => input.Change("/nowhere"));
        await ActAsync(page, "section[aria-labelledby=model-folders] form", form => form.Submit());
        page.WaitForAssertion(() => Assert.Contains("No model was found", page.Find("section[aria-labelledby=model-folders] [role=alert]").TextContent, StringComparison.Ordinal));

        await ActAsync(page, "#folder-name", input => input.Change(SampleModels.Folder));
        await ActAsync(page, "section[aria-labelledby=model-folders] form", form => form.Submit());
        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".card h3"), title => title.TextContent == "bf16-sharded"));
        await ActAsync(page, ".folders button", button => button.Click());
        page.WaitForAssertion(() => Assert.DoesNotContain(page.FindAll(".card h3"), title => title.TextContent == "bf16-sharded"));
    }

    [Fact]
    public void Case49_who_is_not_the_owner_finds_nothing_there()
    {
        Visitor.Person = WebUser.Of(new UserAccount(new UserId(7), "guest", null, IsOwner: false, DateTimeOffset.UnixEpoch), "test");
        var page = Render<ModelsPage>();
        Assert.Equal("There is nothing here", page.Find("h1").TextContent);
        Assert.DoesNotContain("card", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_machine_is_told_as_the_doctor_tells_it()
    {
        var facts = Render<MachineFacts>();
        Assert.Contains(facts.FindAll("tbody th"), part => part.TextContent == "picture library");
        Assert.Contains("libvips", facts.Markup, StringComparison.Ordinal);
        Assert.All(facts.FindAll("tbody td:nth-child(2)"), state => Assert.NotEmpty(state.TextContent));
    }
}
