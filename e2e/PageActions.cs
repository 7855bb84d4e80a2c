using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Chameleon.e2e;

/// <summary>What people do on the page, in their words.</summary>
internal static class PageActions
{
    public static ILocator Composer(this IPage page) => page.Locator(".dock .composer-text");

    public static ILocator Answers(this IPage page) => page.Locator(".message.model");

    public static ILocator LastAnswer(this IPage page) => page.Locator(".message.model").Last;

    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Writes a message and sends it by Enter.</summary>
    public static async Task SayAsync(this IPage page, string words)
    {
        await page.Composer().ClickAsync();
        await page.Keyboard.TypeAsync(words);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Waits until so many answers are there and all of them whole.</summary>
    public static async Task AnsweredAsync(this IPage page, int count)
    {
        await Assertions.Expect(page.Answers()).ToHaveCountAsync(count);
        await Assertions.Expect(page.Locator(".answer[aria-busy=true]")).ToHaveCountAsync(0);
    }

    /// <summary>Answers with words only, so that what comes is known.</summary>
    public static Task TextOnlyAsync(this IPage page) => page.GetByText("Text", new() { Exact = true }).First.ClickAsync();

    public static async Task AttachAsync(this IPage page, params string[] samples)
    {
        var before = await page.Locator(".dock .chip[data-picture]").CountAsync();
        await page.Locator(".dock input[type=file]").SetInputFilesAsync(samples.Select(sample => Path.Combine(Site.Samples, sample)));
        await Assertions.Expect(page.Locator(".dock .chip[data-picture]")).ToHaveCountAsync(before + samples.Length);
    }

    /// <summary>The editor as it reads: words, and ▣ for a picture.</summary>
    public static Task<string> DraftAsync(this IPage page) => page.Composer().EvaluateAsync<string>(
        "box => [...box.childNodes].map(node => node.nodeType === 3 ? node.data : node.matches('.chip') ? '▣' : '').join('').replace(/\\s+/g, ' ').trim()");

    /// <summary>Has axe look for what keeps people out.</summary>
    public static async Task AssertAccessibleAsync(this IPage page)
    {
        AxeResult result = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
        Assert.True(
            result.Violations.Length == 0,
            string.Join('\n', result.Violations.Select(found => $"{found.Id}: {found.Help}: {string.Join(" | ", found.Nodes.Select(node => node.Html))}")));
    }
}
