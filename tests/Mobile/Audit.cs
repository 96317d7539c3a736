using Microsoft.Playwright;

namespace Phr.Tests.Mobile;

/// <summary>What a page must not have, measured in the browser (WCAG 2.2 AA: 1.4.3, 1.4.10, 2.5.8, 4.1.2).</summary>
internal static class Audit
{
    /// <summary>
    /// Faults of the page as it is shown: text of too little contrast, controls without a name or too small, content wider than the page.
    /// </summary>
    public static Task<string[]> Faults(IPage page) => page.EvaluateAsync<string[]>("""
        () => {
          const faults = [];
          const seen = node =>
            node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && node.getClientRects().length > 0;
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
          const channels = colour => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data];
          };
          const luminance = colour => {
            const [r, g, b] = colour.slice(0, 3).map(c => c / 255).map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
            return .2126 * r + .7152 * g + .0722 * b;
          };
          const ground = node => {
            for (let at = node; at; at = at.parentElement) {
              const colour = channels(getComputedStyle(at).backgroundColor);
              if (colour[3] > 200) return colour;
            }
            return channels('white');
          };
          const name = node => node.getAttribute('aria-label') || node.textContent.trim()
            || [...(node.labels ?? [])].map(label => label.textContent.trim()).join('');

          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let text = texts.nextNode(); text; text = texts.nextNode()) {
            const node = text.parentElement;
            const aside = '.unseen, .skip, .notice, noscript, svg, :disabled, dialog:not([open])';
            if (!text.data.trim() || !seen(node) || node.closest(aside)) continue;
            const style = getComputedStyle(node);
            const [a, b] = [luminance(channels(style.color)), luminance(ground(node))];
            const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
            if (contrast < (large ? 3 : 4.5)) faults.push(`contrast ${contrast.toFixed(2)}: ${text.data.trim().slice(0, 30)}`);
          }
          for (const node of document.querySelectorAll('button, a[href], input, select, summary')) {
            if (!seen(node) || node.closest('.skip')) continue;
            if (!name(node)) faults.push(`no name: ${node.outerHTML.slice(0, 80)}`);
            const box = (node.closest('label') ?? node).getBoundingClientRect();
            if (box.width < 24 || box.height < 24) faults.push(`small ${box.width}×${box.height}: ${node.outerHTML.slice(0, 80)}`);
          }
          for (const picture of document.querySelectorAll('svg[role=img]'))
            if (seen(picture) && !picture.closest('[aria-hidden=true]') && !picture.getAttribute('aria-label'))
              faults.push('picture without words');
          const { scrollWidth } = document.documentElement;
          if (scrollWidth > innerWidth) faults.push(`page is ${scrollWidth} wide in ${innerWidth}`);
          if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
          const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
          if (new Set(ids).size !== ids.length) faults.push('an id twice');
          return faults;
        }
        """);
}
