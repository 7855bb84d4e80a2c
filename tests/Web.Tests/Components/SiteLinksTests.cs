using Chameleon.Web.Access;
using Chameleon.Web.Components.Layout;
using Chameleon.Web.Components.Sidebar;
using Chameleon.Web.Data;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Components;

public sealed class SiteLinksTests : BunitContext
{
    public SiteLinksTests()
    {
        Services.AddScoped<CurrentUser>();
        Services.AddSingleton<AuthenticationStateProvider>(new KnownPerson(WebUser.Local));
    }

    [Fact]
    public void The_page_of_models_is_the_owners_alone()
    {
        Services.AddSingleton<AuthenticationStateProvider>(new KnownPerson(WebUser.Of(new UserAccount(new UserId(7), "guest", null, IsOwner: false, DateTimeOffset.UnixEpoch), "test")));
        Assert.DoesNotContain(Render<SiteLinks>().FindAll("a"), link => link.GetAttribute("href") == "/settings");
    }

    [Fact]
    public void The_owner_finds_every_page() => Assert.Contains(Render<SiteLinks>().FindAll("a"), link => link.GetAttribute("href") == "/settings");

    [Fact]
    public void The_page_that_is_open_is_marked_and_no_other()
    {
        var links = Render<SiteLinks>();
        Assert.Equal("Chat", Assert.Single(links.FindAll("[aria-current=page]")).TextContent);

        Services.GetRequiredService<NavigationManager>().NavigateTo("/elsewhere");
        links.WaitForAssertion(() => Assert.Empty(links.FindAll("[aria-current]")));
    }

    [Fact]
    public void Whoever_comes_back_to_the_chat_finds_what_was_open_there()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        var links = Render<SiteLinks>();

        navigation.NavigateTo("/c/12?x=1");
        links.WaitForAssertion(() => Assert.Equal("/c/12", links.Find("a").GetAttribute("href")));
        navigation.NavigateTo("/elsewhere");
        links.WaitForAssertion(() => Assert.Empty(links.FindAll("[aria-current]")));
        Assert.Equal("/c/12", links.Find("a").GetAttribute("href"));
    }

    [Fact]
    public void A_page_has_its_title_its_tools_and_the_way_to_the_list()
    {
        var frame = Render<PageFrame>(p => p.Add(f => f.Title, "A <page>").Add(f => f.Tools, "<i>tool</i>").AddChildContent("<p>content</p>"));

        Assert.Equal("A <page>", frame.Find(".topbar h1").TextContent);
        Assert.NotNull(frame.Find(".topbar [data-toggle-sidebar]"));
        Assert.NotNull(frame.Find(".topbar i"));
        Assert.NotNull(frame.Find(".topbar + p"));
    }
}
