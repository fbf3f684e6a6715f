using System.Text;

namespace Semblance.Describe.Catalog;

/// <summary>
/// Names in any spelling as the same key: <c>orderDate</c>, <c>order_date</c>, <c>Order Date</c>, <c>ORDER-DATES</c> and <c>ord_dt</c> are all "order date".
/// </summary>
internal static class Spelling
{
    private static readonly Dictionary<string, string> s_abbreviations = WordPairs.Parse("""
        qty=quantity amt=amount addr=address adr=address desc=description descr=description num=number nbr=number nr=number no=number tel=telephone mob=mobile dt=date dte=date ts=timestamp
        tstamp=timestamp yr=year mth=month cust=customer emp=employee prod=product ord=order inv=invoice dept=department mgr=manager acct=account acc=account txn=transaction
        trans=transaction trx=transaction pct=percent perc=percent avg=average max=maximum min=minimum temp=temperature lat=latitude lng=longitude lon=longitude fname=first_name lname=last_name
        firstname=first_name lastname=last_name fullname=full_name surname=last_name username=user_name dob=birth_date birthdate=birth_date zipcode=zip_code postcode=post_code
        phonenumber=phone_number msrp=list_price upc=barcode ref=reference cnt=count img=image pic=picture pwd=password org=organization organisation=organization co=company nm=name dest=destination mfr=manufacturer
        vol=volume wt=weight ht=height dur=duration lvl=level stat=status sts=status curr=currency ccy=currency bal=balance disc=discount emailaddress=email_address createdat=created_at
        updatedat=updated_at colour=color centre=center licence=license cheque=check programme=program enrolment=enrollment kilometres=kilometers metres=meters litres=liters catalogue=catalog
        favourite=favorite tyre=tire jewellery=jewelry authorised=authorized labour=labor neighbour=neighbor instalment=installment fulfilment=fulfillment signup=sign_up checkin=check_in
        checkout=check_out timezone=time_zone e-mail=email filename=file_name orderid=order_id customerid=customer_id productid=product_id userid=user_id
        """);

    /// <summary>The words of a name in small letters: parted where no letter or digit stands and at capitals after small letters; abbreviations written out, British spelling made American.</summary>
    public static List<string> Words(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            if (!char.IsLetterOrDigit(c))
            {
                // The apostrophe of "driver's" parts nothing.
                if (c is not ('\'' or '’'))
                {
                    Flush();
                }
                continue;
            }
            bool hump = char.IsUpper(c) && i > 0 && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]) && char.IsUpper(name[i - 1]) && !IsPluralOfCapitals(name, i)));
            bool digits = char.IsDigit(c) != (i > 0 && char.IsDigit(name[i - 1])) && i > 0 && char.IsLetterOrDigit(name[i - 1]) && word.Length > 2;
            if (hump || digits)
            {
                Flush();
            }
            word.Append(char.ToLowerInvariant(c));
        }
        Flush();
        return words;

        void Flush()
        {
            if (word.Length == 0)
            {
                return;
            }
            string text = word.ToString();
            word.Clear();
            if (s_abbreviations.TryGetValue(text, out string? whole))
            {
                words.AddRange(whole.Split(' '));
            }
            else
            {
                words.Add(text);
            }
        }
    }

    // "IDs", "URLs": a small s after capitals belongs to them.
    private static bool IsPluralOfCapitals(string name, int i) => i + 2 == name.Length && name[i + 1] == 's';

    /// <summary>The key of some words: each in the singular, joined by spaces.</summary>
    public static string Key(IEnumerable<string> words) => string.Join(' ', words.Select(English.Singular));

    /// <summary>The key of a name.</summary>
    public static string Key(string name) => Key(Words(name));

    /// <summary>A name for a table or column in the usual form, such as "order_date".</summary>
    public static string Snake(IEnumerable<string> words)
    {
        string name = string.Join('_', words);
        return name.Length > 0 && char.IsDigit(name[0]) ? "_" + name : name;
    }

    /// <summary>
    /// The Damerau-Levenshtein distance of two words (insertions, deletions, substitutions, transpositions of neighbours), or a number above
    /// <paramref name="most"/> as soon as it is sure to be.
    /// </summary>
    public static int Distance(string a, string b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most)
        {
            return most + 1;
        }
        int width = b.Length + 1;
        Span<int> rows = width <= 64 ? stackalloc int[3 * width] : new int[3 * width];
        Span<int> before = rows[..width], above = rows.Slice(width, width), row = rows[(2 * width)..];
        for (int j = 0; j < width; j++)
        {
            above[j] = j;
        }
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            int least = i;
            for (int j = 1; j < width; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                int value = Math.Min(Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    value = Math.Min(value, before[j - 2] + 1);
                }
                row[j] = value;
                least = Math.Min(least, value);
            }
            if (least > most)
            {
                return most + 1;
            }
            Span<int> spare = before;
            before = above;
            above = row;
            row = spare;
        }
        return above[width - 1];
    }
}
